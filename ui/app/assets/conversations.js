// The list of conversations and their menus; an open menu stays open when the list is patched.
const open = new Set();
element.addEventListener('toggle', (event) => {
  const key = event.target.dataset.k;
  if (!key) return;
  if (!event.target.open) { open.delete(key); return; }
  open.add(key);
  element.querySelectorAll('details[open]').forEach((d) => { if (d !== event.target) d.open = false; });
}, true);
watch('value', () =>
  element.querySelectorAll('details[data-k]').forEach((d) => { d.open = open.has(d.dataset.k); }));
const closeAll = () => element.querySelectorAll('details[open]').forEach((d) => { d.open = false; });
document.addEventListener('click', (event) => { if (!element.contains(event.target)) closeAll(); });
element.addEventListener('keydown', (event) => {
  const menu = event.target.closest('details[open]');
  if (event.key !== 'Escape' || !menu) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});
const acts = {
  conversation: (button) => trigger('conversation', {id: button.dataset.id}),
  export: (button) => {
    const style = button.parentElement.querySelector('select').value;
    trigger('export', {id: button.dataset.id, format: button.dataset.format, style});
    closeAll();
  },
  delete: (button) => {
    if (button.textContent === button.dataset.sure) trigger('remove', {id: button.dataset.id});
    else say(button, button.dataset.sure);
  },
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (button && acts[button.dataset.act]) acts[button.dataset.act](button);
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target;
  trigger('rename', {id: form.dataset.id, title: form.elements.title.value});
  closeAll();
});

// The table of documents: a row is opened, its form sent, a document removed.
const acts = {
  edit: (button) => trigger('row', {id: button.dataset.id, mode: button.getAttribute('aria-expanded') === 'true' ? '' : 'edit'}),
  remove: (button) => trigger('row', {id: button.dataset.id, mode: 'remove'}),
  close: () => trigger('row', {id: '', mode: ''}),
  drop: (button) => trigger('drop', {id: button.dataset.id}),
  restore: (button) => trigger('restore', {id: button.dataset.id}),
  again: (button) => trigger('again', {id: button.dataset.id}),
  more: () => trigger('more', {}),
};
let opener = '';
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (!button || !acts[button.dataset.act]) return;
  if (button.dataset.act === 'edit' || button.dataset.act === 'remove')
    opener = `[data-act=${button.dataset.act}][data-id="${CSS.escape(button.dataset.id)}"]`;
  acts[button.dataset.act](button);
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target;
  const changed = [...form.elements].filter((field) => field.name && field.value !== field.defaultValue);
  const fields = Object.fromEntries(changed.map((field) => [field.name, field.value]));
  trigger('save', {...fields, id: form.dataset.id});
});
element.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && event.target.closest('.inside')) acts.close();
});
let waiting;
element.addEventListener('input', (event) => {
  if (event.target.type !== 'search') return;
  clearTimeout(waiting);
  waiting = setTimeout(() => trigger('find', {words: event.target.value.slice(0, 200)}), 150);
});
// The keyboard goes where the row opened, and back to where it was opened from.
let shown = null;
watch('value', () => {
  const inside = element.querySelector('.inside');
  const key = inside ? inside.querySelector('[data-id]')?.dataset.id : null;
  if (inside && key !== shown) inside.querySelector('[data-first]')?.focus();
  else if (!inside && shown) (element.querySelector(opener) ?? element.querySelector('input'))?.focus();
  shown = key;
});

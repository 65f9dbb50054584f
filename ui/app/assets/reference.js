// The reference card: another style, and copying.
element.addEventListener('change', (event) => {
  if (event.target.dataset.act !== 'style') return;
  const card = element.querySelector('.card');
  trigger('restyle', {document: card.dataset.doc, style: event.target.value});
});
element.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-act=copy]');
  if (!button) return;
  await copyText(button.dataset.text);
  say(button, 'Copied');
});
watch('value', () => { // a patch leaves the choice that the reader made before
  const select = element.querySelector('select');
  const chosen = select?.querySelector('option[selected]');
  if (chosen) select.value = chosen.value;
});

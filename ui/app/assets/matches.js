// The sentences of a draft: keys are put in.
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act=insert]');
  if (!button || button.getAttribute('aria-disabled') === 'true') return;
  trigger('insert', {claim: Number(button.dataset.claim), match: Number(button.dataset.match)});
});

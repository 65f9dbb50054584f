// The transcript: what its buttons do.
const acts = {
  copy: async (button) => {
    const words = button.closest('article').querySelector('.plain').textContent;
    await copyText(words);
    say(button, 'Copied');
  },
  library: () => openTab('Library'),
  thumb: (button) =>
    trigger('thumb', {message: button.dataset.message, value: Number(button.dataset.value)}),
  example: (button) => trigger('example', {question: button.textContent}),
  examples: () => {
    trigger('examples', {});
    openTab('Library');
  },
  retry: () => trigger('retry', {}),
  edit: (button) => {
    trigger('edit', {message: button.dataset.message});
    document.querySelector('#question textarea')?.focus();
  },
  leave_edit: () => trigger('leave_edit', {}),
  undo: () => trigger('undo', {}),
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (button && acts[button.dataset.act]) acts[button.dataset.act](button);
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target;
  const {message, value} = form.dataset;
  trigger('comment', {message, value: Number(value), comment: form.elements.comment.value});
});
document.addEventListener('keydown', (event) => { // Escape in the field leaves the question as it is
  if (event.key === 'Escape' && event.target.closest('#question'))
    element.querySelector('[data-act=leave_edit]')?.click();
});

// A new question goes to the top, and its answer is read from there while it comes.
const scroller = element.closest('#transcript') ?? element;
let shown = 0;
watch('value', () => {
  const items = element.querySelectorAll('article');
  const last = [...items].filter((item) => item.classList.contains('question')).at(-1);
  if (last && items.length !== shown) {
    if (isNarrow()) last.scrollIntoView({block: 'start'});
    else scroller.scrollTop += last.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 18;
  }
  shown = items.length;
});

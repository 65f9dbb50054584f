// The Evaluate tab: its form, the runs that are being made, the list of all, the one that is open.
const acts = {
  halt: (button) => trigger('halt', {id: button.dataset.id}),
  resume: (button) => trigger('resume', {id: button.dataset.id}),
  show_run: (button) => trigger('show_run', {id: button.dataset.id}),
  drop_run: (button) => trigger('drop_run', {id: button.dataset.id}),
  fetch_run: (button) => trigger('fetch_run', {id: button.dataset.id, part: button.dataset.part}),
  hold_against: (button) => trigger('hold_against', {id: button.dataset.id, other: element.querySelector('[name=other]').value}),
  drop_set: () => trigger('drop_set', {id: element.querySelector('[name=set]').value}),
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (button) acts[button.dataset.act]?.(button);
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  const {set, judge, limit, leave_out} = event.target.elements;
  trigger('begin', {set: set.value, judge: judge.value, limit: Number(limit.value) || 0, leave_out: Number(leave_out.checked)});
});
element.addEventListener('keydown', (event) => {
  const asked = event.key === 'Escape' && event.target.closest('details.confirm[open]');
  if (!asked) return;
  asked.open = false;
  asked.querySelector('summary').focus();
});
watch('value', () => {
  const added = element.querySelector('option[data-new]');
  if (added) added.parentElement.value = added.value;
  element.querySelectorAll('details.confirm[open]').forEach((details) => { details.open = false; });
  const opened = element.querySelector('[data-focus]');
  opened?.focus({preventScroll: true});
  opened?.scrollIntoView({block: 'start'});
});

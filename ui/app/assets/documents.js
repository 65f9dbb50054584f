// Which documents are asked. The script keeps the choice: rows come and go with the search.
const choice = {mode: 'all', ids: new Set()};
const send = () => {
  const year = (name) => Number.parseInt(element.querySelector(`[name=${name}]`).value, 10) || 0;
  const said = {mode: choice.mode, ids: [...choice.ids], first: year('first'), last: year('last')};
  trigger('choose', said);
};
const tick = () => {
  for (const box of element.querySelectorAll('.documents input'))
    box.checked = choice.ids.has(box.value) !== (choice.mode === 'all');
};
element.addEventListener('change', (event) => {
  const box = event.target;
  if (box.type === 'checkbox') {
    if (box.checked === (choice.mode === 'all')) choice.ids.delete(box.value);
    else choice.ids.add(box.value);
    send();
  } else if (box.type === 'number') send();
});
let waiting;
element.addEventListener('input', (event) => {
  if (event.target.type !== 'search') return;
  clearTimeout(waiting);
  waiting = setTimeout(() => trigger('find', {words: event.target.value.slice(0, 200)}), 150);
});
element.addEventListener('click', (event) => {
  const mode = {all: 'all', none: 'some'}[event.target.dataset?.act];
  if (!mode) return;
  choice.mode = mode;
  choice.ids.clear();
  tick();
  send();
});
watch('value', tick);

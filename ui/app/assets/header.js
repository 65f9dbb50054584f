// The header: the left side folds away on a narrow window.
const button = element.querySelector('[data-act=side]');
const fold = (folded) => {
  document.body.classList.toggle('side-folded', folded);
  button.setAttribute('aria-expanded', String(!folded));
};
fold(isNarrow());
button.addEventListener('click', () => fold(!document.body.classList.contains('side-folded')));

// A file that is dropped is the draft on the Cite tab, the question set on the Evaluate tab; everywhere
// else all of them go to the library.
const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
const TAKERS = {Cite: 'cite-tab', Evaluate: 'evaluate-tab'};
const taker = () => TAKERS[document.querySelector('[role=tab][aria-selected=true]')?.textContent.trim()];
const fileInput = (tab) => document.querySelector(`#${tab} input[type=file]:not([webkitdirectory])`);
const hand = (input, files) => {
  input.files = files;
  input.dispatchEvent(new Event('change', {bubbles: true}));
};
const whenThere = (look, then, tries = 40) => { // a tab is made when it is first opened
  const found = look();
  if (found) then(found);
  else if (tries) setTimeout(() => whenThere(look, then, tries - 1), 50);
};
const mark = (on) => document.body.classList.toggle('dropping', on);
document.addEventListener('dragover', (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  mark(true);
});
document.addEventListener('dragleave', (event) => { if (!event.relatedTarget) mark(false); });
document.addEventListener('drop', (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  mark(false);
  const taking = taker();
  const files = new DataTransfer();
  [...event.dataTransfer.files].slice(0, taking ? 1 : undefined).forEach((f) => files.items.add(f));
  if (!files.files.length) return;
  if (!taking) openTab('Library');
  whenThere(() => fileInput(taking ?? 'library-tab'), (input) => hand(input, files.files));
});

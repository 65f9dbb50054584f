// Chips: a tip on hover or focus, the source on a click. Listeners are on `element`, because what
// is inside is patched while an answer comes.
const tip = document.getElementById('cite-tip') ??
  Object.assign(document.createElement('div'), {id: 'cite-tip', hidden: true});
tip.setAttribute('aria-hidden', 'true'); // the chip's description says the same
document.body.append(tip);

const chipOf = (event) => event.target.closest?.('button.cite');
const showTip = (event) => {
  const chip = chipOf(event);
  const words = chip && document.getElementById(chip.getAttribute('aria-describedby'))?.textContent;
  if (!words) return;
  tip.textContent = words;
  tip.hidden = false;
  const at = chip.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - tip.offsetWidth - 8));
  const below = at.bottom + tip.offsetHeight + 8 < innerHeight;
  tip.style.left = `${left}px`;
  tip.style.top = `${below ? at.bottom + 5 : at.top - tip.offsetHeight - 5}px`;
};
const hideTip = (event) => { if (chipOf(event)) tip.hidden = true; };
for (const name of ['mouseover', 'focusin']) element.addEventListener(name, showTip);
for (const name of ['mouseout', 'focusout']) element.addEventListener(name, hideTip);
element.addEventListener('keydown', (event) => { if (event.key === 'Escape') tip.hidden = true; });
element.addEventListener('scroll', () => { tip.hidden = true; }, true);

const spanOf = (chip) => [Number(chip.dataset.start), Number(chip.dataset.end)];
const openSource = (chip) => {
  const group = chip.closest('[data-chips], article') ?? element;
  const spans = [];
  for (const other of group.querySelectorAll('button.cite')) {
    const span = spanOf(other);
    const known = spans.some(([start, end]) => start === span[0] && end === span[1]);
    if (other.dataset.doc === chip.dataset.doc && !known) spans.push(span);
  }
  const [start, end] = spanOf(chip);
  const at = spans.findIndex((span) => span[0] === start && span[1] === end);
  element.querySelectorAll('button.cite[aria-current]').forEach((c) => c.removeAttribute('aria-current'));
  chip.setAttribute('aria-current', 'true');
  tip.hidden = true;
  window.quothWantsSource = true;
  trigger('cite', {document: chip.dataset.doc, spans: spans.slice(0, 100), at});
};

element.addEventListener('click', (event) => {
  const chip = chipOf(event);
  if (chip) openSource(chip);
});

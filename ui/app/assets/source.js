// The source pane: quotes and pages are turned, the page is zoomed, the quoted words scroll into view.
const zooms = [75, 100, 125, 150, 200, 300];
let zoom = 100;
const applyZoom = () => {
  const page = element.querySelector('.page');
  if (page) page.style.width = `${zoom}%`;
  const label = element.querySelector('.zoom');
  if (label) label.textContent = `${zoom} %`;
};
const zoomBy = (step) => {
  zoom = zooms[Math.max(0, Math.min(zooms.length - 1, zooms.indexOf(zoom) + step))];
  applyZoom();
  reveal();
};
const reveal = () => {
  const sheet = element.querySelector('.sheet');
  const mark = sheet?.querySelector('.box:not(.other), mark:not(.other)');
  if (!sheet) return;
  if (!mark) { sheet.scrollTop = 0; return; }
  const at = mark.getBoundingClientRect(), frame = sheet.getBoundingClientRect();
  sheet.scrollTop += at.top - frame.top - sheet.clientHeight / 3;
  sheet.scrollLeft += at.left - frame.left - 40;
};
const show = () => {
  const wanted = window.quothWantsSource && isNarrow();
  window.quothWantsSource = false;
  const settle = () => {
    reveal();
    if (wanted) document.getElementById('source')?.scrollIntoView({block: 'start'});
  };
  applyZoom();
  const image = element.querySelector('.page img');
  if (image && !image.complete) image.addEventListener('load', settle, {once: true});
  settle();
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (!button || button.getAttribute('aria-disabled') === 'true') return;
  if (button.dataset.act === 'zoom-in') zoomBy(1);
  if (button.dataset.act === 'zoom-out') zoomBy(-1);
  if (button.dataset.act === 'turn') trigger('turn', JSON.parse(button.dataset.to));
});
watch('value', show); // after the page has been patched

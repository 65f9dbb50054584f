// What every script of the page uses. Runs before the others of its component.
const copyText = async (text) => {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const field = Object.assign(document.createElement('textarea'), {value: text});
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
};
const say = (button, words) => {
  const before = button.textContent;
  if (before === words) return;
  button.textContent = words;
  setTimeout(() => { if (button.textContent === words) button.textContent = before; }, 1500);
};
const openTab = (name) =>
  [...document.querySelectorAll('[role=tab]')].find((tab) => tab.textContent.trim() === name)?.click();
const isNarrow = () => window.matchMedia('(max-width: 900px)').matches;

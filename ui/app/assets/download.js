// Fetches a file that was made for this user: the value is its address and its name.
watch('value', () => {
  const {url, name} = props.value ?? {};
  if (!url) return;
  const link = Object.assign(document.createElement('a'), {href: url, download: name});
  document.body.append(link);
  link.click();
  link.remove();
});

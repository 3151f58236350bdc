/** Puts `text` on the clipboard, also on plain http. Resolves to whether it is there. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers offer the clipboard on secure origins only, and a policy may forbid it: the old way needs neither.
    return copySelection(text);
  }
}

/** Selects `text` in an element that nobody sees; the focus stays where it is, as dialogs want it. */
function copySelection(text: string): boolean {
  const selection = document.getSelection();
  if (!selection) return false;
  const before = selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
  const element = document.createElement('span');
  element.textContent = text;
  element.ariaHidden = 'true';
  Object.assign(element.style, { position: 'fixed', top: '0', clipPath: 'inset(50%)', whiteSpace: 'pre' });
  document.body.append(element);
  selection.selectAllChildren(element);
  try {
    return document.execCommand('copy');
  } finally {
    element.remove();
    selection.removeAllRanges();
    if (before) selection.addRange(before);
  }
}

/** What somebody or something wrote, as it is: no markup, line breaks kept, each paragraph in its own direction. */
export const PlainText = ({ children }: { children: string }) => (
  <div
    dir="auto"
    className="pf-v6-u-text-break-word"
    style={{ whiteSpace: 'pre-wrap', unicodeBidi: 'plaintext' }}
  >
    {children}
  </div>
);

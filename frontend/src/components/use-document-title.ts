import { useEffect } from 'react';

/** Names the browser tab after the page. */
export function useDocumentTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · LiteMaaS`;
  }, [title]);
}

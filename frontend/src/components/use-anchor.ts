import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router-dom';

/** Ref of a part of a page that links name by `#id`: each time one is followed, it comes into sight with the focus. */
export function useAnchor<Part extends HTMLElement>(id: string) {
  const ref = useRef<Part>(null);
  const { hash, key } = useLocation();
  useEffect(() => {
    if (hash !== `#${id}`) return;
    ref.current?.focus({ preventScroll: true });
    ref.current?.scrollIntoView();
  }, [id, hash, key]);
  return ref;
}

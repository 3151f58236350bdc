import { useState } from 'react';

type PageSize = { mobileView: boolean };

/** Whether the sidebar shows. On a narrow page it lies over the content, and goes away once it has led somewhere. */
export function useSidebar() {
  const [isNarrow, setIsNarrow] = useState(false);
  const [isOpen, setIsOpen] = useState(true);
  return {
    isOpen,
    toggle: () => setIsOpen(!isOpen),
    afterNavigation: () => setIsOpen(isOpen && !isNarrow),
    fitTo: ({ mobileView }: PageSize) => {
      if (mobileView === isNarrow) return;
      setIsNarrow(mobileView);
      setIsOpen(!mobileView);
    },
  };
}

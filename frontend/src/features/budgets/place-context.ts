import { createContext, useContext } from 'react';
import type { Place } from './place.ts';

type Here = {
  place: Place;
  mayChange: boolean;
  /** Members who may not change budgets ask for more. */
  mayAsk: boolean;
};

export const PlaceContext = createContext<Here | null>(null);

/** Whose budgets the page is about, and what the reader may do with them. */
export function usePlace(): Here {
  const here = useContext(PlaceContext);
  if (!here) throw new Error('usePlace needs a PlaceContext above it');
  return here;
}

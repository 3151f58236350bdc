import type { Body } from './translation.ts';

/** Whether a field is there and says something. */
export const isSet = (value: unknown): boolean => value !== undefined && value !== null;

/** An object; what is none is empty. */
export const objectOf = (value: unknown): Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : {};

/** The objects of a list; what is no list is empty. */
export const objectsOf = (value: unknown): Body[] =>
  Array.isArray(value) ? value.filter((item): item is Body => typeof item === 'object' && item !== null) : [];

/** Without the members that are undefined. */
export const withoutGaps = (body: Body): Body =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));

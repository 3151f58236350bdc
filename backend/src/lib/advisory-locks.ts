/**
 * The numbers of the advisory locks by which instances take turns, or leave a work to the one that is at it. All are
 * here, so that nobody takes one that has an owner: two works under one lock would keep each other from being done.
 */
export const advisoryLocks = {
  migrations: 7_305_001,
  sweep: 7_305_002,
  firstStart: 7_305_003,
  nightlyBooks: 7_305_004,
  reRatings: 7_305_005,
  burnGrants: 7_305_006,
  tendBudgets: 7_305_007,
  trimCache: 7_305_008,
} as const;

export type AdvisoryLock = (typeof advisoryLocks)[keyof typeof advisoryLocks];

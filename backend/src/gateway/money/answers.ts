const lookEveryMs = 250;
const looksUntilAway = 8;

/**
 * Notices that the database has not answered for two seconds although something waits for it. Counts its own
 * looks and not the time: a process that was stopped for a while itself has no reason to complain.
 */
export function watchAnswers({ isWaiting, onAway }: { isWaiting: () => boolean; onAway: () => void }) {
  let looks = 0;
  const isAway = () => looks >= looksUntilAway;
  const timer = setInterval(() => {
    looks = isWaiting() ? looks + 1 : 0;
    if (isAway()) onAway();
  }, lookEveryMs).unref();
  return {
    answered: () => void (looks = 0),
    isAway,
    close: () => clearInterval(timer),
  };
}

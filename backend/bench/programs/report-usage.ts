/** Loaded before the program of a child: tells the parent, when asked, what the process has used so far. */
process.on('message', (message) => {
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000, rssMegabytes: process.memoryUsage.rss() / 1e6 });
});
process.on('disconnect', () => process.exit());
// Being asked is no reason to stay alive.
process.channel?.unref();

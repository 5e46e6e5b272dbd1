// Runs inside a server that a proof watches: tells how many bytes are in use once all garbage is collected.
process.on("message", () => {
  for (let time = 0; time < 3; time++) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send(heapUsed + external);
});
// Listening must not keep the server alive.
process.channel.unref();

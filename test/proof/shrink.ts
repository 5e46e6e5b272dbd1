/** Makes a sequence that fails as short as it gets within a number of trials (delta debugging after Zeller). */
export async function shrink<T>(
  items: readonly T[],
  fails: (items: readonly T[]) => Promise<boolean>,
  trials: number,
): Promise<readonly T[]> {
  let shortest = items;
  let size = Math.ceil(shortest.length / 2);
  let left = trials;
  while (size >= 1 && left > 0) {
    let hasShrunk = false;
    for (let start = 0; start < shortest.length && left > 0; ) {
      const tried = shortest.toSpliced(start, size);
      left--;
      if (tried.length < shortest.length && (await fails(tried))) {
        shortest = tried;
        hasShrunk = true;
      } else start += size;
    }
    if (!hasShrunk && size === 1) break;
    size = hasShrunk && size === 1 ? 1 : Math.floor(size / 2);
  }
  return shortest;
}

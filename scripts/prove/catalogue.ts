/**
 * `npm run prove -- catalogue`: what the catalogue of blocking calls and the names of libraries say of the packages that
 * are too large for every test run is true. The first run downloads about a gigabyte.
 */
import {
  catalogueNames,
  faultsOf,
  isOf,
  LARGE,
  LARGE_REQUIREMENTS,
} from "../../test/model/catalogueJudge";

export default async function proveCatalogue(): Promise<void> {
  const isAsked = (name: string): boolean => isOf(name, LARGE);
  const faults = faultsOf(isAsked, LARGE_REQUIREMENTS);
  const count = catalogueNames().filter(isAsked).length;
  console.log(`${count} names of ${LARGE.length} packages, ${faults.length} wrong`);
  for (const fault of faults) console.log(`  ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}

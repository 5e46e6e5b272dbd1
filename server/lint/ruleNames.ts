/** Where a rule's page is, for links. */
import type { Rule } from "#lint/rule";

const PAGES = "https://github.com/routewright/routewright/blob/main/rules";

/** The public address of a rule's page. The editor's own *Show Rule…* needs no network. */
export function pageAddress({ category, id }: Rule): string {
  return `${PAGES}/${category}/${id}.md`;
}

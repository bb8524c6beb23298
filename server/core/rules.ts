/** The version of the rules that decide; it stands in every record of a log. A change of any decision is a new version. */
export const RULES_VERSION = 1;

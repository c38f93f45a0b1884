/**
 * What the rest of the server may ask of a school's accounts, beside signing in.
 * A school's own OpenID provider has none.
 */
export type DirectoryLookup = {
  /** Names of classes, as the school writes them, sorted. */
  listClasses(): Promise<readonly string[]>;
  /**
   * Teachers whose name or login contains the query, in the order of their names; at most
   * 20. `isCut`: there are more.
   */
  findTeachers(query: string): Promise<{ teachers: readonly TeacherEntry[]; isCut: boolean }>;
  /** `null`: not in the directory (any more). Throws when the directory can't be reached. */
  stillHere(subject: string): Promise<{ name: string; groups: readonly string[] } | null>;
};

/** `detail` tells two of one name apart. */
export type TeacherEntry = { subject: string; name: string; detail: string };

#ifndef KUMIKI_BUILD_FACTS_H
#define KUMIKI_BUILD_FACTS_H

// What a build knows of itself. Tools/package sets it through Package.swift; a plain `swift build` records nothing, so
// that a commit does not link every tool again.

/// The commit that was built, shortened, with "+changes" where files differed from it; null where none was recorded.
const char *build_commit(void);

#endif

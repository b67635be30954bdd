/// Copies of the site at another place, and the way back to any moment of the past days.
///
/// The database is pgBackRest's: PostgreSQL hands it each part of its log of changes as soon as
/// that is finished ([pando.data.EmbeddedPostgres#BACKUP_SETTINGS]), and copies of the data folder
/// are made every so often. Together they lead to any moment since the oldest copy. Photos never
/// change under their names, so a copy of each new file is enough. [Backups] makes it all, in one
/// node of the site or for an operator; [Restore] brings it back into an empty folder.
@NullMarked
package pando.backup;

import org.jspecify.annotations.NullMarked;

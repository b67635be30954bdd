/// What people report, and what moderators do.
///
/// - [Reports] are filed by people and looked through by moderators.
/// - [Moderation] is what moderators do: to accounts, posts and reports. Each act is kept in a log
///   that nobody can change, in the transaction of the act itself.
///
/// **Who may.** [Moderation#requireModerator] is asked before anything is shown, and an act on an
/// account or its posts takes a role above that of whom it is about: a moderator acts on members,
/// an administrator on moderators too, and nobody on themselves. Nobody sees reports about
/// themselves.
///
/// **Where.** A report and what was done about it live in the slot of the account that they are
/// about. A list of all of them asks every shard; their ids sort by time.
@NullMarked
package pando.moderation;

import org.jspecify.annotations.NullMarked;

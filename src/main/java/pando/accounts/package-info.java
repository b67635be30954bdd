/// People: who they are, how they sign in, whom they follow, and what they are told.
///
/// - [Accounts] are people as others see them; [Logins] are how they sign up and in, [Sessions] the
///   browsers they are signed in with, [Tokens] the clients that act for them (OAuth 2).
/// - [Relations] are follows, requests, blocks, mutes and private notes.
/// - [Notifications] tell one person what another did; [Markers] remember how far they have read.
///
/// **Names** are unique because they live in the slot that the name hashes to: a name is reserved
/// there first, then the account is made in a slot of its own. A reservation whose account never
/// came is free again after an hour.
///
/// **Relations have two sides.** The first side is a row of whoever acts: who follows, who asks,
/// who blocks. It is the truth, and its transaction commits an [AccountEvent]. The handler of that
/// event makes the second side equal to the first: it reads the first, writes the second, and reads
/// the first again until both agree. An event is therefore only a hint that a pair has changed:
/// late, repeated or out of order, it does no harm. A count changes in the statement's own
/// transaction and only when a row really came or went.
///
/// **Secrets** (passwords aside) are 256 random bits, and only their SHA-256 is stored.
@NullMarked
package pando.accounts;

import org.jspecify.annotations.NullMarked;

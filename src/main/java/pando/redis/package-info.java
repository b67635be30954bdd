/// The Redis that the nodes of a grown site share: how it is found and asked.
///
/// ```text
/// whoever asks --> Redis --Breaker: may I?--> Link (one connection) --> the master
///                    `-----Masters: where is it?--> Sentinels
/// ```
///
/// Everything in it can be made again, so it is **asked within a time budget or not at all**: what
/// fails is said with [RedisAway], and everybody who asks has another way. After some failures in a
/// row nobody asks for a moment, then one caller tries.
///
/// **What was lost must not be believed.** A replica that became the master may lack what was told
/// to the old one last, and what could not be told while Redis was away is not in it. So whatever
/// is kept names the *generation* in which it was written ([Link#generation]), and what names
/// another one is not there. A server that was never asked before begins a new one, and so does
/// whoever could not tell Redis something ([Redis#doubt]).
@NullMarked
package pando.redis;

import org.jspecify.annotations.NullMarked;

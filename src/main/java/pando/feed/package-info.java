/// The feeds that people read, and the fan-out that makes them.
///
/// ```text
/// Posts --PostEvent--> FanOut --adds entries--> Timelines, one Timeline for each reader
///                         `--withholds--------> Celebrities
/// reader --> Feeds --> Home --finds entries---> Timelines and Celebrities
///                       |     lost or over ---> Candidates (the database)
///                       `--fetches, rules-----> Screen
/// ```
///
/// A home feed is a sorted set of **entries**, one for each post or boost that *belongs* in it
/// ([Reader#belongs]). Two ways lead to it, and they agree entry for entry: fan-out adds a post to
/// the lists of its readers when it is written; a pull from the database finds the posts of whom
/// the reader follows. A list is therefore a cache that may be lost at any time.
///
/// What must hold, and why it does:
///
/// - **Nothing is missed.** A list is in its place before its rebuild looks at the database, so
///   that every post is seen by the one or brought by its fan-out ([Timelines]). Who follows
///   somebody anew gets a new list after both sides of the relation are written
///   ([Feeds#subscribe]).
/// - **Nothing that was withheld is forgotten.** Lists that nodes share outlive the nodes, so who
///   is a celebrity is written down before the first post is withheld ([Celebrities]).
/// - **Nothing is doubled.** An entry is an id; adding it again changes nothing ([Timeline]).
/// - **Nothing hidden is shown.** Blocks, mutes and the like are rules that are applied to the
///   posts as they are when a feed is read ([Screen]). A list may have too much, never too little.
/// - **A page is the same whichever way its entries were found**, and pages never overlap: a page
///   ends with the last entry that was read, not the last that is shown ([Home]).
@NullMarked
package pando.feed;

import org.jspecify.annotations.NullMarked;

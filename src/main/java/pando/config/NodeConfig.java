package pando.config;

/// The `node` section: what one process does for the site. The supervisor of a grown site writes
/// it; a site on one box is a single node that does everything.
///
/// @param name unique in the site, such as `web-3`; empty on one box
/// @param web whether it answers requests
/// @param worker whether it does what waits: the lanes of events, and chores
/// @param takeOver whether it may listen on a port that another node of the site still has, whose
///   place it takes
public record NodeConfig(String name, boolean web, boolean worker, boolean takeOver) {
  public static final NodeConfig DEFAULT = new NodeConfig("", true, true, false);
}

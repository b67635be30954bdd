package pando.cluster;

import org.jspecify.annotations.Nullable;

/// A data centre: what runs in one place. What is null is not there.
///
/// @param name unique, such as `home`
/// @param address the private address that its processes listen on
/// @param firstPort the first of the ports that they may take
/// @param tiers what it is made of
public record Region(String name, String address, int firstPort, Tiers tiers) {
  /// How many ports the processes of a region may take.
  public static final int PORTS = 500;

  /// The same with other servers of the database.
  Region with(DatabaseTier database) {
    var fresh =
        new Tiers(
            tiers.box,
            tiers.web,
            tiers.worker,
            database,
            tiers.balancer,
            tiers.cache,
            tiers.objects,
            tiers.edges);
    return new Region(name, address, firstPort, fresh);
  }

  /// What a region is made of.
  ///
  /// @param box nodes that are web and worker in one; then there are no others
  /// @param web nodes that answer requests
  /// @param worker nodes that do what waits
  /// @param database the servers of the database; else it is a child of the box
  /// @param balancer whether a load balancer stands before the web nodes
  /// @param cache the shared cache
  /// @param objects whether photos are in an object store, not in the site's folder
  /// @param edges what keeps photos near their readers
  public record Tiers(
      @Nullable Pool box,
      @Nullable Pool web,
      @Nullable Pool worker,
      @Nullable DatabaseTier database,
      boolean balancer,
      @Nullable CacheTier cache,
      boolean objects,
      @Nullable EdgeTier edges) {
    /// The nodes of a role, such as `web`; null: there are none.
    public @Nullable Pool pool(String role) {
      return switch (role) {
        case "box" -> box;
        case "web" -> web;
        case "worker" -> worker;
        default -> null;
      };
    }
  }
}

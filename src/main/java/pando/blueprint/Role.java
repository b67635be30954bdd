package pando.blueprint;

import java.util.Locale;

/// What a process of the site is there for, in the order in which they are started.
public enum Role {
  OBJECTS,
  REDIS,
  SENTINEL,
  ETCD,
  DATABASE,
  PATRONI,
  BOX,
  WEB,
  WORKER,
  BALANCER,
  EDGE;

  /// Whether it is a Pando node: one of several that are alike, replaced rather than restarted.
  public boolean isNode() {
    return this == BOX || this == WEB || this == WORKER;
  }

  /// The word that topologies and names of members have for it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

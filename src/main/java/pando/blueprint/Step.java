package pando.blueprint;

/// One thing to do on the way from what runs to what should. Each may be done again: what is done
/// already is left as it is.
public sealed interface Step {
  /// What it is, as a person would say it.
  String say();

  /// The command that it stands for.
  String command();

  /// Starts a member, or starts it anew with other settings, and waits until it can serve.
  record Start(Rendering rendering) implements Step {
    @Override
    public String say() {
      var member = rendering.member();
      var where = member.port() == 0 ? "" : " on " + member.host() + ":" + member.port();
      return "start " + member.name() + where;
    }

    @Override
    public String command() {
      return rendering.member().commandLine();
    }
  }

  /// Has the balancer lead people to a web node.
  record Admit(Member node) implements Step {
    @Override
    public String say() {
      return "lead people to " + node.name();
    }

    @Override
    public String command() {
      return "add server web/%s %s:%d; enable server web/%1$s"
          .formatted(node.name(), node.host(), node.port());
    }
  }

  /// Has the balancer lead nobody to a web node any more, and waits for those who are there.
  record Withdraw(String node) implements Step {
    @Override
    public String say() {
      return "lead nobody to " + node + " any more";
    }

    @Override
    public String command() {
      return "set server web/%s state drain; del server web/%1$s".formatted(node);
    }
  }

  /// Has Patroni take over the database that runs, in its place: it finds the server, and starts it
  /// anew under itself. Statements wait for about two seconds.
  ///
  /// @param old the database without replicas
  /// @param server the first of those with them
  record TakeOver(Member old, Rendering server) implements Step {
    @Override
    public String say() {
      return "have Patroni take the database over: a wait of about 2 s";
    }

    @Override
    public String command() {
      return server.member().commandLine();
    }
  }

  /// Has a server be the primary. Statements wait for about a second.
  record Lead(Member server) implements Step {
    @Override
    public String say() {
      return "have " + server.name() + " be the primary";
    }

    @Override
    public String command() {
      return "patronictl switchover --candidate " + server.name();
    }
  }

  /// Lets a member finish what it is at, and end.
  ///
  /// @param forgets whether what it has kept is deleted: others have it, or nobody needs it
  record Stop(Member member, boolean forgets) implements Step {
    Stop(Member member) {
      this(member, false);
    }

    @Override
    public String say() {
      return "let " + member.name() + " finish and end" + (forgets ? ", with what it kept" : "");
    }

    @Override
    public String command() {
      return "kill -%s (the process of %s)".formatted(member.stopSignal(), member.name());
    }
  }

  /// Gives the balancer other settings without losing a connection.
  record Reload(Rendering balancer) implements Step {
    @Override
    public String say() {
      return "give the balancer its new settings";
    }

    @Override
    public String command() {
      return "kill -USR2 (the process of balancer)";
    }
  }

  /// Waits until all photos are where they are to be.
  ///
  /// @param toObjects into the object store; else from there into the site's folder
  record MovePhotos(boolean toObjects) implements Step {
    @Override
    public String say() {
      return toObjects
          ? "move the photos into the object store"
          : "move the photos back into the site's folder";
    }

    @Override
    public String command() {
      return "the workers do it while the site runs";
    }
  }
}

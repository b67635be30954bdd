package pando.accounts;

/// An account together with what only its owner and the operators see.
///
/// @param confirmed whether the e-mail address is proven to be theirs
public record Login(Account account, String email, boolean confirmed) {}

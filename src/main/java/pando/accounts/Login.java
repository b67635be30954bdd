package pando.accounts;

/// An account together with what only its owner and the operators see.
///
/// @param confirmed whether the e-mail address is proven to be theirs
/// @param locale the language of the mails to them
public record Login(Account account, String email, boolean confirmed, String locale) {}

package history

import "time"

// What the provider's journal says of a mailbox.
type (
	// Failing: the first failed attempt to synchronise since the last complete
	// round, by the provider's journal.
	Failing struct {
		Mailbox string   `json:"mailbox"`
		Status  int      `json:"status"` // 0: no answer
		Code    string   `json:"code,omitempty"`
		Hint    string   `json:"hint"` // form of the routing hint sent
		Faults  []string `json:"faults,omitempty"`
		// Wait is what the answer asked to wait for.
		Wait time.Duration `json:"wait_ns,omitempty"`
	}
	// Healed: the complete round that ends what Failing began.
	Healed struct {
		Mailbox   string    `json:"mailbox"`
		Since     time.Time `json:"since"`    // instant of Failing
		Attempts  int       `json:"attempts"` // failed requests in between
		Hint      string    `json:"hint"`
		TokenKind string    `json:"token"`
		Dialect   string    `json:"dialect"`
	}
	// HeldOff: the answer to a request that is no part of a round, as a write, asked
	// to wait, so that no round is to be tried meanwhile. Of mailboxes that were
	// failing it is told only until a round of them has been tried.
	HeldOff struct {
		Mailbox string        `json:"m"`
		For     time.Duration `json:"for_ns"`
		Failing bool          `json:"failing,omitempty"` // and no round tried since
	}
	// TokenOutdated: a token was asked for with a refresh token older than one whose
	// access token was used before, so that the newer one was not kept.
	TokenOutdated struct {
		Mailbox string `json:"m"`
	}
	// Rejected: the first request for a token since the last complete round that was
	// refused for good, so that only the owner can help.
	Rejected struct {
		Mailbox string `json:"m"`
	}
	// Rerouted: the first request of a round with another form of routing hint than the
	// mailbox's last one had, and the same kind of token.
	Rerouted struct {
		Mailbox    string `json:"m"`
		From       string `json:"from"`
		To         string `json:"to"`
		TokenKind  string `json:"token"`
		Failing    bool   `json:"failing,omitempty"`    // the mailbox, before this request
		Unroutable bool   `json:"unroutable,omitempty"` // since it began to fail it has met only what no hint changes
		Passed     bool   `json:"passed,omitempty"`     // it has completed a round with such a hint before
	}
	// TooEarly: a request came before the end of the wait that answers to its mailbox
	// had asked for.
	TooEarly struct {
		Mailbox   string        `json:"m"`
		Operation string        `json:"operation"`
		By        time.Duration `json:"by_ns"`
		Asked     time.Time     `json:"asked"` // when the answer came that asked for it
	}
	// Linked: the first complete round of a mailbox.
	Linked struct {
		Mailbox string `json:"mailbox"`
	}
)

func (Failing) Kind() string       { return "mailbox.failing" }
func (Healed) Kind() string        { return "mailbox.healed" }
func (HeldOff) Kind() string       { return "mailbox.held_off" }
func (TokenOutdated) Kind() string { return "token.outdated" }
func (Rejected) Kind() string      { return "token.rejected" }
func (Rerouted) Kind() string      { return "mailbox.rerouted" }
func (TooEarly) Kind() string      { return "request.too_early" }
func (Linked) Kind() string        { return "mailbox.linked" }

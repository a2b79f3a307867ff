package history

import (
	"time"

	"anchorage/sim/people"
)

// Event is one thing that happened. At has nanoseconds; (At, Actor, Seq) orders
// a history completely.
type Event struct {
	At    time.Time
	Actor string // "mailbox/outlook-0001", "owner/outlook-0001", "fault/NAME", "chat", "pager", "team", ...
	Seq   uint64 // per actor
	Data  Data
}

// Data is one of the types below, or of those in event_mailbox.go and event_owner.go.
type Data interface{ Kind() string }

type (
	// FaultStarted and FaultEnded bound one window of a rule.
	FaultStarted struct {
		Rule string `json:"rule"`
	}
	FaultEnded struct {
		Rule string `json:"rule"`
	}
	// Requests with a new shape reached the provider: how attempts of the team
	// show in its journal. Counted per minute in Series; told here at its first
	// request, at the first of a mailbox that was failing, and when failing mailboxes
	// send what nobody has sent for an hour.
	ShapeSeen struct {
		Shape   Shape  `json:"shape"`
		Mailbox string `json:"m,omitempty"`     // that sent it; absent: none of the world's
		Again   bool   `json:"again,omitempty"` // it had been seen before that hour
	}
	// SystemDown and SystemUp bound a span in which the system under test does not
	// run.
	SystemDown struct {
		Killed bool `json:"killed,omitempty"` // without a chance to finish anything
	}
	SystemUp struct{}
	// Notice is an alert as a person or a pager received it.
	Notice struct {
		Sink     string    `json:"sink"`              // chat, pager
		Level    string    `json:"level"`             // informational, review_soon, look_now
		Urgency  string    `json:"urgency,omitempty"` // pager: high, low
		Alert    string    `json:"alert"`
		Provider string    `json:"provider,omitempty"`
		Status   string    `json:"status"`         // firing, resolved
		Since    time.Time `json:"since,omitzero"` // when the alert began, as far as the notice says
		Key      string    `json:"key,omitempty"`  // groups a firing notice with its closure
		Text     string    `json:"text"`
	}
	// HeartbeatLost and HeartbeatBack tell of the dead-man's switch.
	HeartbeatLost struct {
		Last time.Time `json:"last"`
	}
	HeartbeatBack struct{}
	// Skimmed: an engineer read the chat.
	Skimmed struct {
		Messages   int      `json:"messages"`       // since the last skim
		OpenAlerts []string `json:"open,omitempty"` // alerts that had not closed, sorted
		Chance     float64  `json:"chance"`         // of seeing one of them, by the attention model
		Saw        []string `json:"saw,omitempty"`
	}
	// TicketOpened and TicketHandedOn: the help desk.
	TicketOpened struct {
		Ticket     string        `json:"ticket"`
		Mailbox    string        `json:"mailbox"`
		Provider   string        `json:"provider"`
		Text       string        `json:"text"`
		MissingFor time.Duration `json:"missing_for_ns"`
	}
	TicketHandedOn struct {
		Ticket string `json:"ticket"`
	}
	// Noticed: an engineer learned that something is wrong.
	Noticed struct {
		By       string `json:"by"` // page, low_page, ticket, chat
		Provider string `json:"provider,omitempty"`
		What     string `json:"what"`
	}
	// Posted: an update on the status page.
	Posted struct {
		Post people.Post `json:"post"`
	}
	// Acted: the team changed something.
	Acted struct {
		Action string        `json:"action"` // try, deploy, enable, relink
		What   string        `json:"what"`   // the settings, as compact JSON
		Note   string        `json:"note,omitempty"`
		On     string        `json:"on,omitempty"` // the signal that it answers
		For    time.Duration `json:"for_ns,omitempty"`
		Error  string        `json:"error,omitempty"`
	}
	// RelinkAsked: a mail that asks an owner to relink has arrived.
	RelinkAsked struct {
		Mailbox string `json:"mailbox"`
		Failing bool   `json:"failing"` // truth at that instant, by the provider's journal
		// Rejected: a refresh of its tokens was refused for good since the last complete
		// round, by the same journal.
		Rejected bool `json:"rejected,omitempty"`
		// Unroutable: since it began to fail it has met only what no routing hint changes,
		// and no such refusal either.
		Unroutable bool `json:"unroutable,omitempty"`
	}
	// RelinkAnswered: the owner followed the link to the end.
	RelinkAnswered struct {
		Mailbox string `json:"mailbox"`
		Outcome string `json:"outcome"` // linked, or what the last page said
	}
	// SinkDown and SinkUp bound a span in which a sink refuses everything.
	SinkDown struct {
		Sink string `json:"sink"` // chat, pager
	}
	SinkUp struct {
		Sink string `json:"sink"`
	}
	// Traced is one exchange of the mailbox that a run was asked to trace, with
	// what each rule in force thought of it; in no other history.
	Traced struct {
		Mailbox   string       `json:"m"`
		Begun     time.Time    `json:"begun"` // the event stands at the end
		Operation string       `json:"operation"`
		Host      string       `json:"host"`
		Hint      string       `json:"hint"` // form of the routing hint sent
		TokenKind string       `json:"token,omitempty"`
		Status    int          `json:"status"` // 0: no answer
		Code      string       `json:"code,omitempty"`
		Complete  bool         `json:"complete,omitempty"` // ended a round
		Sync      bool         `json:"sync,omitempty"`     // part of synchronising
		Rules     []RuleTraced `json:"rules,omitempty"`    // in force, in file order
	}
	// Unhelped: at the end of the world, whom the system lists as one that nothing can
	// help, and who is one by the provider's journal.
	Unhelped struct {
		Listed []string `json:"listed"` // mailboxes, sorted
		Beyond []Beyond `json:"beyond"`
	}
	// Compared: what the system shows of a whole calendar at the end of the world, beside
	// the truth.
	Compared struct {
		Mailbox string    `json:"m"`
		AsOf    time.Time `json:"as_of,omitzero"`
		Wrong   string    `json:"wrong,omitempty"` // why the reference model rejects the answer
		Error   string    `json:"error,omitempty"` // there was no answer
	}
	// StateTold: what the system says of an account whose owner has relinked, as long as
	// its mailbox fails.
	StateTold struct {
		Mailbox string `json:"m"`
		Well    bool   `json:"well,omitempty"` // that it needs nothing
	}
	// SystemStep is a step that the system under test took of its own accord, in its own
	// words. It explains and is never judged.
	SystemStep struct {
		Provider string `json:"provider,omitempty"`
		What     string `json:"what"`
	}
	// Violation: something that must never happen in a world, as a request to an
	// unknown host or route. Fails the run.
	Violation struct {
		What string `json:"what"`
	}
)

// Beyond is a mailbox that fails, of which no owner was ever asked to relink, and
// that no routing hint can help.
type Beyond struct {
	Mailbox string    `json:"m"`
	Since   time.Time `json:"since"` // from when on that can be known
	Why     string    `json:"why"`   // RejectedForGood, NothingToRoute
}

// Reasons of Beyond.
const (
	RejectedForGood = "its refresh token was refused for good"
	NothingToRoute  = "it was throttled, or got no answer, or no token, and met no other failure"
)

// RuleTraced is what one rule in force made of a request.
type RuleTraced struct {
	Name string `json:"name"`
	Hit  bool   `json:"hit,omitempty"`
	Why  string `json:"why,omitempty"` // the first condition that did not hold, as "field: reason"
}

// Shape is what is constant over many requests.
type Shape struct {
	Dialect   string `json:"dialect"`
	Host      string `json:"host"`
	Hint      string `json:"hint"`
	TokenKind string `json:"token"`
	UserAgent string `json:"user_agent"`
	Prefer    string `json:"prefer,omitempty"`
}

func (FaultStarted) Kind() string   { return "fault.started" }
func (FaultEnded) Kind() string     { return "fault.ended" }
func (ShapeSeen) Kind() string      { return "requests.shape" }
func (SystemDown) Kind() string     { return "system.down" }
func (SystemUp) Kind() string       { return "system.up" }
func (Notice) Kind() string         { return "notice" }
func (HeartbeatLost) Kind() string  { return "heartbeat.lost" }
func (HeartbeatBack) Kind() string  { return "heartbeat.back" }
func (Skimmed) Kind() string        { return "chat.skimmed" }
func (TicketOpened) Kind() string   { return "ticket.opened" }
func (TicketHandedOn) Kind() string { return "ticket.handed_on" }
func (Noticed) Kind() string        { return "noticed" }
func (Posted) Kind() string         { return "status.posted" }
func (Acted) Kind() string          { return "team.acted" }
func (RelinkAsked) Kind() string    { return "relink.asked" }
func (RelinkAnswered) Kind() string { return "relink.answered" }
func (SinkDown) Kind() string       { return "sink.down" }
func (SinkUp) Kind() string         { return "sink.up" }
func (Traced) Kind() string         { return "traced" }
func (Unhelped) Kind() string       { return "system.unhelped" }
func (Compared) Kind() string       { return "calendar.compared" }
func (StateTold) Kind() string      { return "system.state" }
func (SystemStep) Kind() string     { return "system.step" }
func (Violation) Kind() string      { return "violation" }

// Package journal is what the provider saw: one Exchange for each request that
// reached it, whatever became of it. Promises are judged from here, from the
// sinks and from answers to reads, never from the system's own figures.
package journal

import "time"

// Operations of the provider, as route names, for matching and for the journal.
const (
	Authorize = "authorize"
	Token     = "token"
	Discovery = "discovery"
	Keys      = "keys"

	Me              = "me"
	ListCalendars   = "calendars.list"
	DefaultCalendar = "calendar.get"
	ListEvents      = "events.list"
	GetEvent        = "event.get"
	CalendarView    = "calendarview"
	Delta           = "calendarview.delta"

	CreateEvent = "event.create"
	UpdateEvent = "event.update"
	DeleteEvent = "event.delete"

	Subscribe    = "subscription.create"
	Renew        = "subscription.renew"
	Unsubscribe  = "subscription.delete"
	Notification = "notification" // from the provider to the client; matched by rules, journalled like a request
)

// Operations lists all, for the loader's messages and the schema.
var Operations = []string{Authorize, Token, Discovery, Keys, Me, ListCalendars, DefaultCalendar, ListEvents, GetEvent, CalendarView, Delta,
	CreateEvent, UpdateEvent, DeleteEvent, Subscribe, Renew, Unsubscribe, Notification}

// Dialects.
const (
	OutlookREST = "outlook_rest_v2"
	Graph       = "graph_v1"
	OAuth       = "oauth"
)

// Hint forms of X-AnchorMailbox.
const (
	HintNone      = "none"
	HintEmail     = "email"
	HintMailboxID = "mailbox_id"
)

// Exchange is one request and its answer. At and End are virtual instants.
type Exchange struct {
	At, End   time.Time
	Mailbox   string   // Spec.ID of the token's owner; "" when the request names none
	Host      string   // host asked
	Dialect   string   // OutlookREST, Graph or OAuth
	Operation string   // route name
	Method    string   //
	Hint      string   // form of the routing hint sent
	TokenKind string   // mailbox.Live, mailbox.IdentityPlatform or ""
	UserAgent string   //
	Prefer    string   // Prefer header, as sent
	Status    int      // HTTP status; 0 when no answer was given (refused, timed out)
	Code      string   // error code of the body, "" when successful
	Faults    []string // names of the rules that acted on it
	// Unusable says that the status promises an answer which the body is not: it is
	// garbled, or a page for people.
	Unusable bool
	// RoundComplete says that this answer ended a synchronisation: a delta
	// response that carries a delta link and no next link, delivered whole, in
	// reply to a tracked request.
	RoundComplete bool
	// Behind is how far the replica that gave the answer was behind; 0: not at all.
	Behind time.Duration
	// Outdated says that a token request came with a refresh token older than one
	// whose access token the calendar API has seen: whoever sent it has used
	// credentials that they did not keep.
	Outdated bool
	// RetryAfter is the wait that the answer asks for; 0: none.
	RetryAfter time.Duration
	// Early is how long before the end of a wait that answers to the mailbox had asked
	// for this request came, and Asked when they had; 0: not early.
	Early time.Duration
	Asked time.Time
}

// Sync says whether the exchange is part of synchronising a mailbox, so that its
// failure means that a round was tried and did not succeed at that instant.
func (x Exchange) Sync() bool {
	switch x.Operation {
	case Token, ListCalendars, DefaultCalendar, ListEvents, GetEvent, CalendarView, Delta:
		return x.Mailbox != ""
	}
	return false
}

// Failed says whether no useful answer was given.
func (x Exchange) Failed() bool { return x.Status == 0 || x.Status >= 400 || x.Unusable }

// Observer receives each exchange once, at its end, on the goroutine of the
// request. It must not block.
type Observer func(Exchange)

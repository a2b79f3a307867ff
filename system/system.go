// Package system is the domain of a calendar sync service: it links accounts by
// OAuth, keeps a cache of each calendar, serves reads from the cache at all
// times and says how fresh it is, alerts people, and asks owners to relink only
// when told.
//
// The root package holds the words and the contracts; adapters live below it and
// do not import one another. Only service knows everybody. Nothing here knows
// that it is being tested: time is package time, randomness and the network are
// handed in.
package system

import (
	"context"
	"time"
)

// Provider of calendars.
type Provider string

// Providers.
const (
	OutlookCom   Provider = "outlook.com"
	Microsoft365 Provider = "microsoft365"
)

// Providers lists every provider that this system supports: alert rules and
// metrics are made for each of them by construction.
var Providers = []Provider{OutlookCom, Microsoft365}

// Dialect of the provider's API.
type Dialect string

// Dialects: Outlook.com accounts use the older one, and keep it after relinking.
const (
	OutlookREST Dialect = "outlook_rest_v2"
	Graph       Dialect = "graph_v1"
)

// DialectOf tells which API an account of a provider is read through.
func DialectOf(p Provider) Dialect {
	if p == OutlookCom {
		return OutlookREST
	}
	return Graph
}

// Authorization is the mechanism by which an account is linked.
type Authorization string

// Authorizations.
const (
	Live             Authorization = "live"              // Live Connect: opaque tokens, no identity
	IdentityPlatform Authorization = "identity_platform" // v2.0: id_token with oid and tid
)

// Hint is a rung of the routing ladder: what X-AnchorMailbox carries.
type Hint string

// Hints, from cheapest to dearest.
const (
	HintNone      Hint = "none"       // no header
	HintEmail     Hint = "email"      // the account's e-mail address
	HintMailboxID Hint = "mailbox_id" // OID:<oid>@<tid>, or the mailbox GUID
)

// AccountID names an account.
type AccountID string

// State of an account as the service sees it.
type State string

// States.
const (
	StatePending     State = "pending"     // linking has begun; never synchronised
	StateHealthy     State = "healthy"     // the last round succeeded
	StateFailing     State = "failing"     // a round failed and none has succeeded since
	StateReauthorise State = "reauthorise" // the provider rejected the credentials for good
	StateConfirm     State = "confirm"     // another identity signed in; the owner must confirm
)

// States lists all, for metrics.
var States = []State{StatePending, StateHealthy, StateFailing, StateReauthorise, StateConfirm}

// Account is one linked calendar account.
type Account struct {
	ID            AccountID
	Key           string // stable name for lanes and keyed randomness; equals ID when none was given
	Email         string // sign-in address as the owner told it; also where mail reaches them
	Provider      Provider
	Authorization Authorization // of the credential in use
	MailboxID     string        // "<oid>@<tid>", or the mailbox GUID; "" while unknown
	CalendarID    string        // default calendar's id, the proof of "same mailbox"; "" before the first round
	Hint          Hint          // last rung that passed; what is sent while the configured one is impossible
	State         State
	Generation    int       // of credentials; grows with each relink
	FailingSince  time.Time // zero unless failing
	LastError     Code      // of the last failed round, "" when healthy
	AsOf          time.Time // start of the last successful round; zero before the first
	LastAttempt   time.Time // start of the last round
}

// Dialect of the account's API.
func (a Account) Dialect() Dialect { return DialectOf(a.Provider) }

// Credential is what an account's requests are authorised with. Its text form
// hides the secrets.
type Credential struct {
	Authorization Authorization
	AccessToken   string
	RefreshToken  string
	Expiry        time.Time // of AccessToken
	Generation    int       // as in Account; a result of an older generation changes nothing
}

// String implements fmt.Stringer without telling a secret.
func (c Credential) String() string {
	return string(c.Authorization) + " credential (secrets withheld)"
}

// Identity is who signed in, as far as the mechanism tells.
type Identity struct {
	MailboxID string // "<oid>@<tid>"; "" for Live
	Email     string // preferred_username; "" for Live
}

// Event is a cached calendar event: a single one, or one occurrence of a series.
// Start and End are instants in UTC.
type Event struct {
	ID         string    `json:"id"`
	CalendarID string    `json:"calendar"` // the account's; a Store keeps it there
	ETag       string    `json:"etag"`
	Subject    string    `json:"subject"`
	Start      time.Time `json:"start"`
	End        time.Time `json:"end"`
	AllDay     bool      `json:"all_day"`
	ShowAs     string    `json:"show_as"` // free, tentative, busy, oof, workingElsewhere, unknown
	// TransactionID is the ID of the Write that made the event, "" for any other:
	// how a create whose answer was lost is known again.
	TransactionID string `json:"-"`
	// SeriesID is the provider's id of the series that the event is an occurrence of,
	// "" for a single one. The series itself takes up no time and is not cached.
	SeriesID string `json:"-"`
}

// Window is a half-open span of time.
type Window struct{ From, Until time.Time }

// Cursor is where synchronisation of an account stands.
type Cursor struct {
	Link   string // the provider's delta link; "" asks for a complete round
	Window Window // that the link covers
}

// Round is the outcome of one successful synchronisation. It is committed whole.
type Round struct {
	Account    AccountID
	Generation int
	AsOf       time.Time // the start of the round, never its end
	Cursor     Cursor
	Complete   bool     // Changed is all there is: what it lacks is removed
	CalendarID string   // default calendar's id
	Changed    []Event  // created or updated
	Removed    []string // events, or series with all their occurrences
	Series     []string // series that were told whole: occurrences that Changed lacks are gone
	Hint       Hint     // rung that passed
}

// Client reads calendars from a provider. Errors are *Error.
type Client interface {
	// DefaultCalendar returns the default calendar's id.
	DefaultCalendar(ctx context.Context, a Access) (string, error)
	// Page fetches one page of a delta round. With an empty link the round starts
	// anew over the window.
	Page(ctx context.Context, a Access, link string, w Window) (Page, error)
}

// Access is what one request needs beside its content.
type Access struct {
	Account  Account
	Token    string
	Hint     Hint // rung to send; HintMailboxID needs Account.MailboxID
	Requests RequestSettings
	PageSize int // events asked for per page; 0 leaves it to the provider
}

// Page of a delta round. Exactly one of NextLink and DeltaLink is set, save that
// the older dialect's first answer always has a delta link although more is to
// come: the client hides that by giving it as NextLink.
//
// A series comes whole, on one page: what the provider does not list of it any more
// is gone, without a word (provider contract 3.5).
type Page struct {
	Changed             []Event
	Removed             []string // events, or series with all their occurrences
	Series              []string // whose occurrences are all among Changed
	NextLink, DeltaLink string
}

// Authorizer speaks OAuth to both identity systems. Errors are *Error.
type Authorizer interface {
	// URL is where the owner's browser goes.
	URL(a Authorization, p Provider, f Flow, loginHint string) (string, error)
	// Exchange redeems a code; for IdentityPlatform it verifies the id_token.
	Exchange(ctx context.Context, p Provider, f Flow, code string) (Credential, Identity, error)
	// Refresh renews the access token. The result keeps c.Generation.
	Refresh(ctx context.Context, p Provider, c Credential) (Credential, error)
}

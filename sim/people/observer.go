package people

import "time"

// Observer is told what people do, at the instant they do it, on their own
// goroutine and outside every lock. It must not block. Calls for different
// actors may come at once.
type Observer interface {
	Edited(Edited)
	Looked(Looked)
	Wrote(Wrote)
	RelinkAsked(RelinkAsked)
	RelinkAnswered(RelinkAnswered)
	TicketHandedOn(TicketHandedOn)
	Noticed(Noticed)
	Skimmed(Skimmed)
	Acted(Acted)
	// Stranded tells of something that people could not do because a sink refused
	// or misbehaved, as a ticket that was not taken.
	Stranded(at time.Time, actor, what string)
}

// Changes of a calendar.
const (
	Created = "created"
	Updated = "updated"
	Deleted = "deleted"
)

type (
	// Edited: an owner changed the calendar in the provider.
	Edited struct {
		At      time.Time
		Mailbox string
		Event   string // id in the provider
		Change  string // Created, Updated, Deleted
	}
	// Looked: an owner read the calendar through the system.
	Looked struct {
		At          time.Time // of the question
		Mailbox     string
		From, Until time.Time // window asked for
		Took        time.Duration
		Answer      Answer // with an error only its notes
		Err         error
		Missing     int           // own changes, made over two polls ago, that the answer lacks
		Oldest      time.Duration // age of the oldest of them
	}
	// Wrote: an owner changed the calendar through the system, or tried to.
	Wrote struct {
		At      time.Time // of the answer
		Mailbox string
		Key     string
		Kind    string
		Err     error // nil: the system has taken it
	}
	// RelinkAsked: a mail with a link reached an owner.
	RelinkAsked struct {
		At      time.Time
		Mailbox string
	}
	// RelinkAnswered: an owner followed the link to its end.
	RelinkAnswered struct {
		At      time.Time // of the last page
		Mailbox string
		Outcome string // "linked", or what the last page said
	}
	// TicketHandedOn: support gave a ticket to engineering.
	TicketHandedOn struct {
		At     time.Time
		Ticket string
	}
	// Noticed: an engineer learned that something is wrong.
	Noticed struct {
		At       time.Time
		By       string // OnPage, OnReview, OnTicket, OnChat
		Provider string
		What     string
	}
	// Skimmed: an engineer went through the chat.
	Skimmed struct {
		At       time.Time
		Messages int      // since the last skim
		Open     []string // keys of alerts that had not closed, sorted
		Chance   float64  // of seeing the easiest of them; with none, of seeing one had there been any
		Saw      []string // keys, sorted
	}
	// Acted: the team carried out a step, or failed to.
	Acted struct {
		At     time.Time
		Action string // post, try, deploy, enable, relink
		What   string // compact JSON of the post, settings or campaign
		Note   string
		On     string // signal that it answers; "" for a step at a time
		For    time.Duration
		Post   *Post  // of a post
		Error  string // "" when it worked
	}
)

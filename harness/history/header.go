package history

import (
	"time"

	"anchorage/harness/sut"
	"anchorage/scenarios"
	"anchorage/sim/people"
)

// Version of the file format; a reader refuses any other.
const Version = 1

// Header describes the world that a history comes from.
type Header struct {
	Version     int                     `json:"version"`
	Scenario    string                  `json:"scenario"`
	Title       string                  `json:"title"`
	Note        string                  `json:"note,omitempty"`
	Variant     string                  `json:"variant"`
	Seed        uint64                  `json:"seed"`
	From        time.Time               `json:"from"`
	Until       time.Time               `json:"until"`
	Poll        time.Duration           `json:"poll_ns"`
	Relinks     bool                    `json:"relinks"` // capabilities of the system under test
	Alerts      bool                    `json:"alerts"`
	Writes      bool                    `json:"writes"`
	Fixed       bool                    `json:"fixed,omitempty"`          // its settings cannot be changed while it runs
	AskAgain    time.Duration           `json:"ask_again_ns,omitempty"`   // shortest time until an owner who has not answered may be asked again; 0: a day
	AskPerHour  int                     `json:"ask_per_hour,omitempty"`   // most owners asked within an hour without an order; 0: no promise
	OrderedOnly bool                    `json:"ordered_only,omitempty"`   // asks nobody whose credentials are good without an order, as long as its settings stay
	Retry       time.Duration           `json:"retry_ns,omitempty"`       // longest time between two attempts of an account that fails; 0: no promise
	Trial       time.Duration           `json:"trial_ns,omitempty"`       // longest time for which a routing hint that helps nobody is tried; 0: no promise
	Contract    *sut.AlertContract      `json:"alert_contract,omitempty"` // what the system promises of its alerts; nil: nothing
	Mailboxes   []Mailbox               `json:"mailboxes"`
	Cohorts     []Cohort                `json:"cohorts"`          // providers first, then the scenario's, each sorted by name
	Faults      []FaultSummary          `json:"faults,omitempty"` // known at the end only: in the totals line of a file
	Team        people.Team             `json:"team"`
	OwnerZone   string                  `json:"owner_zone"`
	Expect      []scenarios.Expectation `json:"expect"`
}

// Mailbox is the attributes of one mailbox.
type Mailbox struct {
	ID            string `json:"id"`
	Fleet         string `json:"fleet"`
	Provider      string `json:"provider"`
	Authorization string `json:"authorization"`
	Address       string `json:"address"` // standard, custom_domain, other_sign_in
}

// Cohort is a named selection of mailboxes.
type Cohort struct {
	Name    string          `json:"name"`
	Select  people.Selector `json:"select"`
	Members []string        `json:"members"` // ids, sorted
}

// FaultSummary is a rule and what it did over the whole world (known last, so
// in the totals line of a file).
type FaultSummary struct {
	Name       string        `json:"name"`
	Note       string        `json:"note,omitempty"`
	What       string        `json:"what"` // the injection in words, as "routing: hint_required", "status 503"
	Whom       string        `json:"whom"` // the match in words
	From       time.Time     `json:"from"`
	Until      time.Time     `json:"until"`
	Flicker    bool          `json:"flicker"` // repeats
	MayMiss    bool          `json:"may_miss"`
	Hits       int           `json:"hits"`
	Wait       time.Duration `json:"wait_ns,omitempty"` // the longest that an answer on which it acted asked to wait for
	NearMisses int           `json:"near_misses"`       // requests that met all conditions but one, while in force

	Operations map[string]int `json:"operations,omitempty"` // of the hits, by the operation of the provider
	States     map[string]int `json:"states,omitempty"`     // of the hits on requests of mailboxes, by the state of the mailbox: States
}

package history

import "time"

// What owners do: in the provider's calendar, and through the system.
type (
	// Read is one look of an owner through the system.
	Read struct {
		Mailbox  string        `json:"m"`
		Answered bool          `json:"ok"`
		AsOf     time.Time     `json:"as_of,omitzero"`
		Stale    bool          `json:"stale,omitempty"`    // says of itself that it is old
		Requests int           `json:"requests,omitempty"` // requests for this mailbox that the provider saw on behalf of this read; must be 0
		Took     time.Duration `json:"took_ns,omitempty"`
		Wrong    string        `json:"wrong,omitempty"`   // why the reference model rejects the answer
		Missing  int           `json:"missing,omitempty"` // the owner's own changes, made over 2 polls ago, that the answer lacks
		Error    string        `json:"error,omitempty"`
	}
	// Edited: an owner changed the calendar in the provider.
	Edited struct {
		Mailbox string `json:"m"`
		Event   string `json:"event"`
		Change  string `json:"change"` // created, updated, deleted
	}
	// EditSeen: a round of the system began after an edit and ended, so that the
	// system has been told of it.
	EditSeen struct {
		Mailbox string        `json:"m"`
		After   time.Duration `json:"after_ns"` // the edit
	}
	// WriteAccepted: the system took a change from an owner, to bring it into effect
	// at the provider.
	WriteAccepted struct {
		Mailbox string `json:"m"`
		Key     string `json:"key"`    // the owner's name for the change
		Change  string `json:"change"` // create, update, delete
	}
	// WriteRefused: the system did not take it.
	WriteRefused struct {
		Mailbox string `json:"m"`
		Key     string `json:"key"`
		Change  string `json:"change"`
		Error   string `json:"error"`
	}
	// WriteLanded: the calendar at the provider changed through the API.
	WriteLanded struct {
		Mailbox string        `json:"m"`
		Key     string        `json:"key,omitempty"` // of the accepted write that it is; "" when it is none
		Change  string        `json:"change"`
		After   time.Duration `json:"after_ns,omitempty"` // being accepted
		Wrong   string        `json:"wrong,omitempty"`    // why the reference model says that this must not happen
	}
	// WriteTold: the system says that a write will not take effect, or that it has
	// although the provider's calendar was as wanted already.
	WriteTold struct {
		Mailbox string `json:"m"`
		Key     string `json:"key"`
		State   string `json:"state"` // delivered, conflict, failed
		Reason  string `json:"reason,omitempty"`
		Wrong   string `json:"wrong,omitempty"` // why the reference model says that this is not so
	}
)

func (Read) Kind() string          { return "read" }
func (Edited) Kind() string        { return "edit" }
func (EditSeen) Kind() string      { return "edit.seen" }
func (WriteAccepted) Kind() string { return "write.accepted" }
func (WriteRefused) Kind() string  { return "write.refused" }
func (WriteLanded) Kind() string   { return "write.landed" }
func (WriteTold) Kind() string     { return "write.told" }

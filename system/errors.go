package system

import (
	"errors"
	"fmt"
	"time"
)

// Sentinels of the store.
var (
	ErrNotFound = errors.New("not found")
	ErrExists   = errors.New("exists already")
	ErrStale    = errors.New("belongs to an older generation")
	ErrNoEvent  = errors.New("no such event")
)

// Class says what an error asks of the client.
type Class string

// Classes.
const (
	ClassRetry       Class = "retry"       // passing: try again with backoff
	ClassWait        Class = "wait"        // the provider named a time, or asks for less traffic
	ClassReauthorise Class = "reauthorise" // the credentials are rejected for good
	ClassHint        Class = "hint"        // the mailbox was not found this way: another routing hint may help
	ClassResync      Class = "resync"      // the delta link is gone: start a complete round
	ClassConflict    Class = "conflict"    // the event changed since the owner saw it
	ClassPermanent   Class = "permanent"   // nothing that the client can do now
)

// Code is the provider's error code, or one of ours for what has none.
type Code string

// Our own codes.
const (
	CodeNoAnswer  Code = "no_answer" // refused, reset, timed out
	CodeMalformed Code = "malformed" // an answer that is not what was asked for
	CodeInternal  Code = "internal"  // a fault of our own
)

// Error is a failed exchange with the provider.
type Error struct {
	Class      Class
	Code       Code
	Status     int           // HTTP status; 0 without an answer
	RetryAfter time.Duration // 0 when the provider named none
	Message    string        // for people; no secret
	Err        error
}

func (e *Error) Error() string {
	if e.Status != 0 {
		return fmt.Sprintf("%s: status %d: %s", e.Code, e.Status, e.Message)
	}
	return fmt.Sprintf("%s: %s", e.Code, e.Message)
}

func (e *Error) Unwrap() error { return e.Err }

// AsError returns err as *Error, wrapping what is none as an internal fault.
func AsError(err error) *Error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return &Error{Class: ClassRetry, Code: CodeInternal, Message: err.Error(), Err: err}
}

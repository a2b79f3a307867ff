package outlook

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"

	"anchorage/system"
)

// maxMessageBytes is how much of the provider's message is kept for people.
const maxMessageBytes = 300

// malformed is an answer that is not what was asked for. Nothing is concluded
// from it: another try may do better.
func malformed(message string, err error) *system.Error {
	return &system.Error{Class: system.ClassRetry, Code: system.CodeMalformed, Message: message, Err: err}
}

// unanswered is a request without an answer, or with one that broke off. The
// text of err may show the address, which holds a delta token: it is not repeated.
func unanswered(ctx context.Context, err error) *system.Error {
	return &system.Error{Class: system.ClassRetry, Code: system.CodeNoAnswer, Message: cause(ctx, err), Err: err}
}

func cause(ctx context.Context, err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded) || errors.Is(ctx.Err(), context.DeadlineExceeded):
		return "timed out"
	case errors.Is(err, context.Canceled):
		return "given up"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.Is(err, syscall.ECONNRESET):
		return "connection reset"
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return "answer broke off"
	}
	return "connection failed"
}

// rejected classifies an answer other than 200 (provider contract 4). body is cut
// off at the limit; an envelope in it is believed only if the answer says that it
// is JSON.
func rejected(response *http.Response, body []byte, token string) *system.Error {
	var envelope struct {
		Error struct {
			Code    string `json:"code"`
			Message string `json:"message"`
		} `json:"error"`
	}
	if isJSON(response.Header) && json.Unmarshal(body, &envelope) != nil {
		envelope.Error.Code, envelope.Error.Message = "", ""
	}
	e := &system.Error{
		Code: system.Code(envelope.Error.Code), Status: response.StatusCode,
		RetryAfter: retryAfter(response.Header), Message: presentable(envelope.Error.Message, token),
	}
	if e.Code == "" {
		e.Code = system.Code("http_" + strconv.Itoa(e.Status))
	}
	if e.Message == "" {
		e.Message = http.StatusText(e.Status)
	}
	e.Class = classify(e)
	return e
}

// classify follows provider contract 1 and 4.2: the code first, where it says
// more than the status.
func classify(e *system.Error) system.Class {
	switch e.Code {
	case "ErrorIncorrectRoutingHint", "MailboxInfoStale":
		return system.ClassHint
	case "SyncStateNotFound", "ResyncRequired", "SyncStateInvalid":
		return system.ClassResync
	}
	switch {
	case e.Status == http.StatusUnauthorized:
		return system.ClassRetry // the token may be worn out; only the token endpoint ends a credential
	case e.Status == http.StatusGone:
		return system.ClassResync
	case e.Status == http.StatusTooManyRequests:
		return system.ClassWait
	case e.Status == http.StatusPreconditionFailed:
		return system.ClassConflict // provider contract 3.6
	case e.Status == http.StatusNotImplemented:
		return system.ClassPermanent
	case e.Status >= 500 && e.RetryAfter > 0:
		return system.ClassWait
	case e.Status >= 500 || e.Status == http.StatusRequestTimeout:
		return system.ClassRetry
	case e.Status >= 400:
		return system.ClassPermanent
	}
	e.Code = system.CodeMalformed // a redirect, or an answer without content
	return system.ClassRetry
}

// retryAfter reads Retry-After: seconds, which may be fractional (provider
// contract 4.3), or a date. 0 when there is none that makes sense. The result is
// in whole milliseconds, never too short, and a day at most.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if text == "" {
		return 0
	}
	const longest = 24 * time.Hour
	if seconds, err := strconv.ParseFloat(text, 64); err == nil {
		if !(seconds > 0) {
			return 0
		}
		return wholeMilliseconds(time.Duration(min(seconds, longest.Seconds()) * float64(time.Second)))
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	return wholeMilliseconds(max(0, min(time.Until(at), longest)))
}

func wholeMilliseconds(d time.Duration) time.Duration {
	return (d + time.Millisecond - 1).Truncate(time.Millisecond)
}

// presentable makes the provider's message fit to be shown: short, on one line and
// without the token, should it be quoted.
func presentable(message, token string) string {
	if token != "" {
		message = strings.ReplaceAll(message, token, "[token]")
	}
	message = strings.Join(strings.Fields(message), " ")
	if len(message) > maxMessageBytes {
		message = strings.ToValidUTF8(message[:maxMessageBytes], "") + "…"
	}
	return message
}

"""何处可以有: the words that have business in a place, and why.  What is not here is a leak."""

ALLOWED: dict[str, dict[str, str]] = {
    "database": {
        r".*: (sender|issuer|number)": "来文单位 and 来文字号 are listed, sorted and searched by; they quote no paper",
        r".*: place": "where the paper lies is asked for without opening it",
        r"csrf of \w+": "good only together with the session's own word, of which a digest is kept",
        "delegation|absence": "why somebody is away is said of a person, not of a paper",
    },
    "mails": {
        r"link \d+": "the link is for whom the mail is for; of the word in it the house keeps a digest",
    },
}

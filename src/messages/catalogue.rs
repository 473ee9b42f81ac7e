//! The catalogue: every sentence in English and in Japanese. One word for one
//! thing: 宛先 client, お知らせ notice and letter, 報告 bulletin, 記録 ledger,
//! ひな形 template, キー key.

use super::Lang;

super::messages! {
    // Checks of content: dates.
    NoSuchDay { day }: "there is no {day}", "{day}という日はありません";
    WrongWeekday { day, found, right }:
        "{day} is a {right}, not a {found}",
        "{day}は（{right}）で、（{found}）ではありません";
    MendWeekday { right }:
        "write （{right}）, or mend the date",
        "（{right}）と書くか、日付を直してください";
    LetDayPrintWeekday:
        "delete the weekday, and let the day print its own: `{{{{ date | day }}}}`",
        "曜日を消して、日付に曜日も出させてください: `{{{{ 日付 | day }}}}`";
    WrongEra { found, year, right }:
        "{found} is {right}, not {year}",
        "{found}は{right}で、{year}ではありません";
    NoSuchEraYear { found }:
        "there is no {found}",
        "{found}という年はありません";
    YearMissing { day }:
        "{day} has no year, and the letter speaks of two years",
        "{day}に年がありませんが、このお知らせには2つの年が出てきます";
    WriteYear: "write the year too", "年も書いてください";
    MixedTimes { found, right }:
        "`{found}` is written in another way than the letter's own times (`{right}`)",
        "`{found}`は、このお知らせの時刻の書き方（`{right}`）と違います";
    WriteInstead { right }: "write `{right}`", "`{right}`と書いてください";

    // Checks of content: wording.
    OtherSpelling { found, used }:
        "`{found}` here, `{used}` elsewhere in the letters",
        "ここでは`{found}`、ほかでは`{used}`と書かれています";
    ChooseOne: "choose one of them", "どちらかにそろえてください";
    NotTheLawsWord { found, right }:
        "the law writes `{right}`, this text `{found}`",
        "法律の用語は`{right}`ですが、`{found}`と書かれています";
    NotTheTerm { found, right }:
        "`{found}` looks like `{right}`, which is registered in `vars`",
        "`{found}`は、`vars`に登録された`{right}`のことのようです";
    UseTerm { right }:
        "write `{right}`, or use its variable",
        "`{right}`と書くか、変数を使ってください";
    MixedBrackets { found }:
        "half- and full-width brackets are mixed in `{found}`",
        "`{found}`に半角と全角の括弧が混ざっています";
    MixedDigits { found }:
        "half- and full-width digits are mixed in `{found}`",
        "`{found}`に半角と全角の数字が混ざっています";

    // Checks of content: characters.
    SpaceAtPunctuation { found }:
        "there is a space at the punctuation in `{found}`",
        "`{found}`の句読点や括弧のそばに空白があります";
    NeverPrinted { key }:
        "`{key}` is in no letter: neither a template nor a text asks for it",
        "`{key}`は、ひな形にも文章にも使われていないため、どのお知らせにも出ません";
    PrintOrDelete { tag }:
        "print it where it belongs, `{{{{ {tag} }}}}`, or delete it",
        "出したいところに`{{{{ {tag} }}}}`と書くか、消してください";
    OtherDash { found }:
        "`{found}` has another line than is meant",
        "`{found}`の横線が、別の文字になっています";
    PrintedMarkup { found }:
        "the letter would print `{found}` as it stands",
        "`{found}`は、このまま文面に出ます";
    WriteWithoutMarkup:
        "write the text alone: HTML and Markdown mean nothing here",
        "HTMLやMarkdownの記号は使えません。文字だけを書いてください";
    SpacesInName { name }:
        "`{name}` has a space at an end, two together, or an unusual one",
        "`{name}`の端に空白があるか、空白が続いているか、特殊な空白があります";
    SameName { name, other }:
        "the client {other} is called `{name}` too",
        "`{name}`という名前は、{other}にもあります";
    SameNameButWriting { name, other, written }:
        "`{name}` and the client {other}, `{written}`, differ only in the way they are written",
        "`{name}`は、{other}の`{written}`と書き方が違うだけで、同じ名前のようです";
    DeleteRecordTwice:
        "delete one of the records if they are one client",
        "同じ相手なら、片方を消してください";
    AcceptIfRight { entry }:
        "if it is right, add this line below `accepted:` in data/office.yaml: - {entry}",
        "正しいときは、data/office.yamlの`accepted:`の下に次の行を加えてください: - {entry}";
    CopyOfKanji { found, code, right }:
        "`{found}` (U+{code}) only looks like the kanji `{right}`, and is a radical or another system's copy of it",
        "`{found}`（U+{code}）は、漢字の`{right}`に見えますが、部首などを表す別の文字です";
    LooksLikeOtherScript { name }:
        "`{name}` has a kanji among katakana that looks like one of them, or the other way round",
        "`{name}`に、形の似た漢字とカタカナの取り違えがあるようです";
    DeleteSpace: "delete the space", "空白を削ってください";
    NumberByHand { found }:
        "`{found}` is numbered by hand",
        "`{found}`の番号が手で書かれています";
    UseList { kind }:
        "use `{kind}`, which is marked by itself",
        "`{kind}`を使うと、番号や印は自動で付きます";
    MarksOfHeadings:
        "headings get their marks from `style`: `marks: [\"1．\", (1)]`",
        "見出しの番号は`style`に書き、ここでは消してください（例: `marks: [\"1．\", (1)]`）";
    MarkedByItself: "delete it: what stands here is marked by itself", "ここには番号や印が自動で付くので、削ってください";
    NoListHere { kind }:
        "a list cannot stand here: write a sentence, or put the list into a `body`, as `{kind}`",
        "ここには箇条書きを置けません。文にするか、`body`に`{kind}`で書いてください";
    HalfWidthKana { found }: "`{found}` is half-width kana", "`{found}`は半角カナです";
    LostInMail { found }:
        "`{found}` is lost in mail that is sent as ISO-2022-JP",
        "`{found}`は、ISO-2022-JP（JIS）で送るメールでは失われます";
    PictureNotInMail { alt }:
        "the picture is not in the mail, which is text: `{alt}` stands in its place",
        "メールは文字だけなので、画像は入りません。代わりに`{alt}`と書かれます";
    AttachPicture: "attach the file where you send the mail", "画像は、送るときに添付してください";
    SendAsUtf8:
        "have the mail program send UTF-8 (Unicode), or write it in another way",
        "メールソフトの文字コードをUTF-8（Unicode）にして送るか、別の書き方にしてください";

    // Checks of content: the letter's form.
    HonorificOfCompany { name }:
        "`{name}` looks like a company or body, which is 御中 and not 様",
        "`{name}`は会社や団体のようです。敬称は「様」ではなく「御中」です";
    HonorificOfPerson { name }:
        "`{name}` looks like a person, who is 様 and not 御中",
        "`{name}`は個人のようです。敬称は「御中」ではなく「様」です";
    HonorificInName { name }:
        "`{name}` ends with what the letter adds after it",
        "`{name}`の終わりに敬称があります。敬称は自動で付きます";
    DeleteHere: "delete it here", "ここから削ってください";
    DeleteText: "take this text out, with its line", "この文を、行ごと消してください";
    OpeningWithoutClosing { opening, closing }:
        "the letter begins with {opening} and has no {closing}",
        "頭語「{opening}」に対する結語「{closing}」がありません";
    ClosingWithoutOpening { opening, closing }:
        "the letter ends with {closing} and has no {opening}",
        "結語「{closing}」に対する頭語「{opening}」がありません";
    PairOrNeither { opening, closing }:
        "use {opening} and {closing} together, or neither",
        "「{opening}」と「{closing}」は、両方書くか、両方書かないでください";
    EndsTwice: "the letter ends with 以上 by itself; here it is once more", "お知らせの最後に「以上」が入ります。ここにもあるので2つになります";
    EndsAgain: "the letter has 以上 already", "「以上」がすでにあります";
    AddEnd: "let the letter end with it: `closing: 以上`", "お知らせに`closing: 以上`を加えてください";
    RecordsWithoutEnd: "there is a 記 without 以上", "「記」に対する「以上」がありません";
    BulletinsSkipped { before, after }:
        "between {before} and {after} numbers are missing",
        "{before}と{after}の間の番号がありません";
    AddBulletins:
        "add what is missing, or leave it if the vendor skipped them",
        "抜けている報を加えてください。もともと欠番なら、そのままで構いません";
    OtherClientsName { name, other }:
        "the letter names `{name}`, which is the client {other}",
        "このお知らせに、別の宛先（{other}）の名前`{name}`があります";
    OtherClientsNameOnPage { page, name, other }:
        "page {page} of the letter names `{name}`, which is the client {other}",
        "お知らせの{page}ページ目に、別の宛先（{other}）の名前`{name}`があります";
    LookAtTemplate:
        "the template puts the name together, or a picture has it: look there",
        "ひな形が名前を組み立てているか、画像の中に名前があります。そこを見てください";
    FewerRecipients { notice, number, earlier, before }:
        "notice `{notice}` goes to {number}, and notice `{earlier}` to {before}",
        "お知らせ`{notice}`の宛先は{number}件で、`{earlier}`の{before}件より少なくなっています";
    DeleteAudience:
        "if everyone is to get it, delete the notice's `to`",
        "全員に送るときは、このお知らせの`to`を消してください";
    UseClientName:
        "if each letter is to name its own client there, write {{{{ client.name }}}}",
        "それぞれの宛先の名前を入れるところなら、{{{{ client.name }}}}と書いてください";
    DeleteName: "if it does not belong there, delete it", "ここに出すべき名前でなければ、削ってください";
    DayAfterLetter { key, day, date }:
        "`{key}` is {day}, and the letter is of {date}",
        "`{key}`の{day}が、お知らせの日付（{date}）より後です";
    ReportedBeforeKnown { reported, known }:
        "the report was made on {reported}, before `known_on`, {known}",
        "報告した日（{reported}）が、`known_on`（{known}）より前です";
    LetterBeforeBulletin { date, number, at }:
        "the letter is of {date}, and bulletin {number} in it of {at}",
        "お知らせの日付（{date}）が、載っている第{number}報（{at}）より前です";
    LookAtBothDays: "one of the two days is wrong", "どちらかの日付が違っています";
    PrintedTag { found }:
        "the letter would print `{found}`",
        "`{found}`が、そのまま文面に出ます";
    WriteValueItself:
        "write the value itself: a client's record is printed as it stands",
        "値そのものを書いてください。宛先の項目は、書いたとおりに出ます";
    WriteTagSo:
        "a value stands between two half-width braces on either side, as in {{{{ client.name }}}}",
        "値を入れるところは、半角の波括弧2つずつで囲みます（例: {{{{ client.name }}}}）";
    DeadlinePassed { what, due, date }:
        "the {what} was due on {due}, and the letter is of {date}",
        "{what}の期限は{due}ですが、お知らせの日付は{date}です";
    SayReported:
        "once it is made, write `route: 完了` and `reported_on`",
        "報告が済んでいれば、`route: 完了`と`reported_on`を書いてください";
    LawItemMissing { purpose, item, number }:
        "`{purpose}` must tell of `{item}`, which the letter does not (Enforcement Rules of the APPI, Art. 10; Art. 8 (1) ({number}))",
        "`{purpose}`に必要な「{item}」が、お知らせに見当たりません（個人情報保護法施行規則第10条、第8条第1項第{number}号）";
    UseLawPart { item }:
        "add it to the body: `- use: {item}`",
        "本文に`- use: {item}`を加えてください";
    SayLawItem { item }:
        "say it in the body, best under a heading `{item}`, or as the part `{item}` of data/incident.yaml",
        "本文に書き加えてください（見出しを「{item}」とするか、data/incident.yamlの`parts`に`{item}`を書いて`use`します）";
    ConsentLacks { item }:
        "a form to agree to a joint report (APPI Art. 26 (1)) needs `{item}`, which this one does not have",
        "連名での報告（個人情報保護法第26条第1項）への同意書に、「{item}」が見当たりません";
    AddressConsent:
        "say with `addressee` to whom it is sent back",
        "`addressee`に、返送先を敬称まで書いてください";
    SayWhatIsAgreed:
        "say in the body what is agreed to",
        "何に同意するのかを、本文に書いてください";
    AddSignature:
        "add a line to sign: `- blanks: [{{label: ご署名, end: ㊞}}]`",
        "署名する行を加えてください: `- blanks: [{{label: ご署名, end: ㊞}}]`";
    AddDayOfConsent:
        "add a line for the day: `- blanks: [記入日　令和　　年　　月　　日]`",
        "日付を記入する行を加えてください: `- blanks: [記入日　令和　　年　　月　　日]`";

    // The shape of the facts.
    Expected { what, found }: "expected {what}, found {found}", "ここには{what}を書きます（いまは{found}です）";
    AList: "a list", "一覧";
    Pairs: "`key: value` pairs", "`キー: 値`の組";
    Text: "text", "文字";
    WholeNumber: "a whole number, 0 or more", "0以上の整数";
    ADate: "a date, year-month-day", "日付（年-月-日）";
    AMoment: "a date with a time, year-month-dayThour:minute", "日時（年-月-日T時:分）";
    OneOf { words }: "one of {words}", "次のどれか（{words}）";
    FoundNothing: "nothing", "空";
    FoundNumber { value }: "the number `{value}`", "数の`{value}`";
    FoundText { value }: "the text {value}", "文字の{value}";
    FoundTag { value }: "the tag `{value}`", "タグの`{value}`";
    OnlyWhiteSpace: "expected text, found only white space", "文字がありません（空白だけです）";
    NoValue: "this has no value", "値がありません";
    GiveValueOrLeaveOut: "give it a value, or leave it out altogether", "値を書くか、キーごと消してください";
    GiveValue { key, what }: "put {what} behind `{key}:`", "`{key}:`の後に{what}を書いてください";
    KeyMissing { key }: "`{key}` is missing", "`{key}`がありません";
    KeyEmpty { key }: "`{key}` is empty", "`{key}`に値がありません";
    AddKey { key, what }: "add `{key}:` here, with {what}", "ここに`{key}:`を加え、{what}を書いてください";
    KeyNotText { found }: "a key must be text, found {found}", "キーは文字で書きます（いまは{found}です）";
    DeclareInstead { name }:
        "it is a field of your own now: declare it in data/fields.yaml, as `{name}: {{}}`, and write `{name}` here",
        "いまは自分で決める項目です。data/fields.yamlに`{name}: {{}}`のように書き、ここには`{name}`と書いてください";
    GoneAndHere { key }:
        "`{key}` stands in its place, and is here already: delete the key",
        "代わりの`{key}`がすでにあります。このキーを消してください";
    VarsAreOwnFields:
        "each of them is a field of your own now: declare them in data/fields.yaml, and write them here as keys",
        "いまは、ひとつずつが自分で決める項目です。data/fields.yamlに書き、ここにはキーとして書いてください";
    WaysAreKeys:
        "its keys stand here by themselves now: `phone`, `fax`, `email`",
        "中のキー（`phone`、`fax`、`email`）を、ここにそのまま書いてください";
    AskForNotice:
        "ask for the notice instead: put the part into `parts` of data/incident.yaml, with `when: {{notice: …}}`",
        "お知らせで分けます。その部分をdata/incident.yamlの`parts`に置き、`when: {{notice: …}}`と書いてください";
    TermsAreVars:
        "write each word in `vars`, with a name of your own, and print it as `{{{{ ベンダー }}}}`",
        "言葉は`vars`に自分で決めた名前で書き、`{{{{ ベンダー }}}}`のように使ってください";
    ServicesAreHeadings:
        "what is said of each service stands in the notice's `body`, as a `heading` with `when: {{業務: …}}`",
        "業務ごとの説明は、お知らせの`body`に、`when: {{業務: …}}`を付けた`heading`として書いてください";
    SectionsAreBody:
        "the sections stand in the `body` of a notice, in data/notices/, each as a `heading` with its `body`",
        "項目は、data/notices/のお知らせの`body`に、`heading`と`body`として書いてください";
    FindingsAreText:
        "write the sentence itself in the `text` of the bulletin",
        "その文を、報告の`text`に書いてください";
    FileNameIsId:
        "the name of the file is the id now: delete the key",
        "いまはファイル名がidです。このキーを消してください";
    OpeningIsBody:
        "write it at the head of `body`",
        "`body`の初めに書いてください";
    SubsectionsAreHeadings:
        "write each of them as a `heading` with its `body`",
        "ひとつずつ`heading`と`body`として書いてください";
    MarkerIsMark:
        "write the mark itself as an example, `mark: (1)`; without one it is ・",
        "印は`mark: (1)`のように、そのままの形で書きます。書かなければ・になります";
    FieldsArePairs:
        "write them as `pairs`, each label a key: `pairs: {{電話: 03-0000-0000}}`",
        "`pairs`に、見出しをキーとして書いてください: `pairs: {{電話: 03-0000-0000}}`";
    UnknownKey { key }: "unknown key {key}", "{key}というキーはありません";
    KnownKeys { keys }: "what can stand here besides: {keys}", "ここに書けるほかのキー: {keys}";
    NoOtherKeys: "nothing more can stand here", "ここには、これ以上書けるキーがありません";
    PutInQuotes { value }: "put it in quotes: {value}", "引用符で囲んでください: {value}";
    CommentInText { rest }:
        "`{rest}` is a comment to YAML, and not in the text",
        "`{rest}`は、YAMLでは注釈になり、文面に出ません";
    QuotesOrSpaceBehindHash { value }:
        "put the whole text in quotes: {value}; if it is meant as a comment, put a space behind `#`",
        "文の全体を引用符で囲んでください: {value}　注釈のつもりなら、`#`の後に空白を入れてください";
    TextParted { text }:
        "YAML parts {text} at the comma",
        "{text}は、YAMLではコンマのところで分かれます";
    NumberElsewhere:
        "what is written for this number is elsewhere, behind `*`, and would be printed otherwise",
        "この数は`*`で別のところから取られていて、書いたとおりに出ません";
    WriteNumberHere: "write the number itself here, in quotes", "ここに数そのものを引用符で囲んで書いてください";
    NumberTooLong { number }: "`{number}` has too many digits for a number", "`{number}`は、数としては桁が多すぎます";
    KeyWithStray { character, right }:
        "it has the character {character}: write `{right}`",
        "{character}が入っています。`{right}`と書いてください";
    UnseenInWord { character }: "this word has a character that is not seen, {character}", "目に見えない文字が入っています: {character}";
    StrayCharacter { character }:
        "the character {character} cannot be in this file",
        "このファイルでは使えない文字があります: {character}";
    NotASpace { character }:
        "the character {character} stands where YAML wants an ordinary space",
        "半角の空白を書くところに、別の文字があります: {character}";
    SpaceInstead: "put half-width spaces there", "半角の空白に直してください";
    WrongSign { character, wanted }:
        "the character {character} stands where YAML wants `{wanted}`",
        "半角の`{wanted}`を書くところに、別の文字があります: {character}";
    IndentBy { spaces }:
        "begin the line with {spaces} half-width spaces",
        "この行を、半角の空白{spaces}つで始めてください";
    NoSpaceBehindColon: "there is no space behind this colon", "このコロンの後に、半角の空白がありません";
    LineInQuotes { line }: "put the text in quotes: `{line}`", "文を引用符で囲んでください: `{line}`";
    CharacterWithCode { name, code }: "{name} (U+{code})", "{name}（U+{code}）";
    NameOfTab: "tab", "タブ";
    NameOfVerticalTab: "vertical tab", "垂直タブ";
    NameOfFormFeed: "form feed", "改ページ";
    NameOfNextLine: "next line, NEL", "改行NEL";
    NameOfNoBreakSpace: "no-break space", "改行しない空白";
    NameOfFullWidthSpace: "full-width space", "全角の空白";
    NameOfLineSeparator: "line separator", "行区切り";
    NameOfParagraphSeparator: "paragraph separator", "段落区切り";
    NameOfByteOrderMark: "byte order mark", "BOM";
    NameOfControl: "control character", "制御文字";
    NameOfSpace: "a space of another width", "特殊な空白";
    NameOfInvisible: "invisible character", "見えない文字";
    AliasOfOtherRecord { alias }:
        "`{alias}` takes over what is written in another client's record",
        "`{alias}`は、別の宛先の欄に書かれた内容を取り込みます";
    WriteAliasOut:
        "what is one client's must not get into another's letter: write the value itself in each \
         record; `check --fix` does it",
        "ある宛先の内容が、別の宛先のお知らせに入ってはいけません。それぞれの欄に値そのものを書いてください。\
         `check --fix`で書き込めます";
    WriteValueOfAlias:
        "write the value itself here, or each key of it with this client's own value",
        "ここに値そのものを書いてください。キーのある値は、この宛先のキーと値をひとつずつ書きます";
    WithoutAliases:
        "a program that writes the list with Python's PyYAML leaves such names out after \
         `yaml.SafeDumper.ignore_aliases = lambda *_: True`",
        "PythonのPyYAMLで書き出した一覧なら、プログラムに\
         `yaml.SafeDumper.ignore_aliases = lambda *_: True`と書けば、このような名前は出ません";
    NoSuchAnchor { alias }:
        "`{alias}` stands for a value that is not here",
        "`{alias}`が指す値は、ここにはありません";
    UnreadTag { tag }:
        "the tag `{tag}` would be left out, and what stands behind it printed as it is",
        "タグの`{tag}`は読まれず、後ろの文字がそのまま出ます";
    WriteWithoutTag:
        "write the value as it is to be read, without a tag: a text as text, a picture as a file in `data/`",
        "タグを付けず、読まれるとおりの値を書いてください（文は文のまま、画像は`data/`にファイルで置きます）";
    DigitsOnly:
        "a number is written in half-width digits only, without separators or units",
        "数は、桁区切りや単位を付けず、半角数字だけで書きます";
    ADateExample: "a date as an example", "日付の書き方の例";
    ATimeExample: "a time as an example", "時刻の書き方の例";
    ACountExample: "a number of four digits or more as an example", "4けた以上の数の書き方の例";
    AMarkExample:
        "a mark as an example, of at most 16 characters",
        "見出しや項目の印の例（16文字まで）";
    WriteExample { examples }:
        "write one as it is to look, such as: {examples}",
        "出したい形のとおりに書いてください。例: {examples}";
    LeaveOutForNo: "where it is not so, leave it out", "そうでないときは、キーごと消してください";
    DateWithHyphens:
        "a date is four digits for the year, two for the month, two for the day, with hyphens between them",
        "日付は、年（4桁）、月、日を半角数字で書き、ハイフンでつなぎます";
    MomentWithHyphens:
        "a date with a time is year, month and day with hyphens, `T`, then hour and minute with a colon, all half-width",
        "日時は、年月日をハイフンで、時分をコロンでつなぎ、間に`T`を入れて、すべて半角で書きます";
    NoSuchMoment { text }: "there is no {text}", "{text}という日や時刻はありません";
    DaysOfMonth { month, days }: "{month} has {days} days", "{month}は{days}日までです";
    MonthsOfYear: "the months are 01 to 12", "月は01から12までです";
    TimesOfDay: "times go from 00:00 to 23:59", "時刻は00:00から23:59までです";
    NotYaml { reason }: "this is not YAML: {reason}", "YAMLとして読めません: {reason}";
    DeleteDoubledKey:
        "delete one of the two lines with this key, or write the `- id:` line again if one is gone above it",
        "このキーの行が2つあります。どちらかを消すか、上の`- id:`の行が消えているなら書き直してください";
    NotClosed:
        "a quote or bracket that is opened below this line is not closed",
        "この行より下で開いた引用符か括弧が閉じられていません";
    LookAround:
        "look at this line and the one above: a missing `:`, quote or bracket, \
         or an indentation that does not match; text with `: `, ` #`, or a leading \
         `[`, `{{`, `*`, `&`, `!`, `|`, `>`, `@`, `%`, `#`, back-tick or quote must stand in quotes",
        "この行とその上の行を見てください。`:`や引用符、括弧が抜けているか、字下げがそろっていません。\
         `: `や` #`を含む文と、`[`、`{{`、`*`、`&`、`!`、`|`、`>`、`@`、`%`、`#`、バッククォート、引用符で始まる文は、\
         引用符で囲みます";

    // The facts.
    DoneNeedsDay: "`route: 完了` needs the day of the report", "`route: 完了`には報告日が必要です";
    AddReportedOn: "add `reported_on:` with the day of the report", "`reported_on:`に報告した日を書いてください";
    NotAPostalCode { code }: "{code} is not a postal code", "{code}は郵便番号ではありません";
    WritePostalCode:
        "a postal code is seven half-width digits with a hyphen after the third",
        "郵便番号は、半角数字の3桁と4桁をハイフンでつなぎます";
    DeliveryNeeds { delivery, keys }:
        "`delivery: {delivery}` needs {keys}",
        "`delivery: {delivery}`には{keys}が必要です";
    AddForDelivery { keys }:
        "add {keys}, or choose another `delivery`",
        "{keys}を書くか、`delivery`を変えてください";
    NotAnOwnName { name }:
        "{name} cannot be a name of your own",
        "{name}は、自分で付ける名前にできません";
    NameInJapanese:
        "use Japanese characters, or a capital at the beginning, of letters and digits alone: `担当者`, `契約業務2`, `Plan`",
        "`担当者`や`契約業務2`、`Plan`のように、日本語か大文字で始まり、文字と数字だけの名前にしてください";
    DeclareOwn { name }:
        "if it is a field of your own, declare it in data/fields.yaml: `{name}: {{}}`",
        "自分で決めた項目なら、data/fields.yamlに`{name}: {{}}`と書いてください";
    DeclareColumn { name }:
        "if it is a column of your own, declare it in data/fields.yaml, in `columns` of this field: `{name}: 文字`",
        "自分で決めた列なら、data/fields.yamlのこの項目の`columns`に`{name}: 文字`と書いてください";
    OnlyRowsHaveColumns: "only a field of `kind: 明細` has `columns`", "`columns`は`kind: 明細`の項目にだけ書けます";
    WriteKindOfRows: "write `kind: 明細` too, or leave `columns` out", "`kind: 明細`も書くか、`columns`を消してください";
    RowsNeedColumns: "`kind: 明細` needs `columns`", "`kind: 明細`には`columns`が必要です";
    AddColumns: "write its columns, each with its kind: `columns: {{項目: 文字, 人数: 数}}`", "列の名前と種類を書いてください: `columns: {{項目: 文字, 人数: 数}}`";
    OnlyTextHasValues: "only a field of `kind: 文字` has `values`", "`values`は`kind: 文字`の項目にだけ書けます";
    ValueTwice { value }: "`{value}` is among the values already", "`{value}`は、すでに`values`にあります";
    DeleteOneValue: "take one of the two out", "どちらか一方を消してください";
    VarIsField { name }:
        "`{name}` is a field of the recipients too, in data/fields.yaml",
        "`{name}`は、data/fields.yamlで決めた宛先の項目でもあります";
    NameVarOtherwise:
        "give one of them another name: `{{{{ … }}}}` could mean either",
        "`{{{{ … }}}}`がどちらを指すか決められないので、一方の名前を変えてください";
    SeveralOfWhat: "`several` needs `values`", "`several`には`values`が必要です";
    AddValues: "list the values that a recipient may have several of: `values: [給与計算, 電子明細]`",
        "いくつも選べる値を並べてください: `values: [給与計算, 電子明細]`";
    DeclareSeveral:
        "if a recipient may have several of them, declare it in data/fields.yaml: `several: true`",
        "いくつも持てるなら、data/fields.yamlに`several: true`と書いてください";
    NoSuchValue { name, value }:
        "`{name}` has no value {value}",
        "`{name}`に{value}という値はありません";
    ValuesAre { values }: "its values are: {values}", "使える値: {values}";
    NoComparison { field }:
        "`{field}` is neither a number nor a date, and cannot be compared",
        "`{field}`は数でも日付でもないので、比べられません";
    CompareNumbersAndDays:
        "name the value that it must have; `over` and `under` are for `kind: 数`, `after` and `before` for `kind: 日付`",
        "条件にする値を書いてください。`over`と`under`は`kind: 数`の項目に、`after`と`before`は`kind: 日付`の項目に使います";
    NoticeIsKnown:
        "`notice` asks which letter this is, and a notice knows that",
        "どのお知らせかを`notice`で尋ねていますが、ここはお知らせ自身の中です";
    AskInPart:
        "take it out: it is for texts that several letters share, in data/incident.yaml",
        "消してください。`notice`は、data/incident.yamlに置く、いくつかのお知らせで使う文のための条件です";
    BodyIsEmpty: "the letter says nothing", "お知らせに文章がありません";
    WriteTheBody:
        "write its text in `body`, each paragraph behind `- `",
        "`body`に文章を、段落ごとに`- `を付けて書いてください";
    OneComparison:
        "expected one comparison: `{{over: 100}}` or `{{under: 100}}` of a number, `{{after: 2024-01-31}}` or `{{before: 2024-01-31}}` of a date",
        "比べ方を1つ書きます（数は`{{over: 100}}`か`{{under: 100}}`、日付は`{{after: 2024-01-31}}`か`{{before: 2024-01-31}}`）";
    IdEmpty: "an id must not be empty", "idが空です";
    IdTooLong { longest }: "an id has at most {longest} characters", "idは{longest}文字までです";
    IdControlCharacter { code }:
        "the control character U+{code} cannot be in an id: it becomes a file name",
        "idはファイル名になるので、制御文字U+{code}は使えません";
    IdCharacter { character }:
        "`{character}` cannot be in an id: it becomes a file name",
        "idはファイル名になるので、`{character}`は使えません";
    IdEnds:
        "an id starts with a letter or digit and does not end in a dot",
        "idは英字か数字で始めます。ピリオドで終わることはできません";
    IdIsDevice { name }:
        "`{name}` is a device on Windows and cannot be a file there",
        "`{name}`はWindowsの装置の名前なので、ファイル名にできません";
    IdLetters:
        "an id is made of letters a to z, digits, `-`, `_` and `.`",
        "idは、半角の英数字と`-`、`_`、`.`で書きます";
    BulletinSaysNothing: "this bulletin says nothing", "この報告には内容がありません";
    AddSummary:
        "add `text:`, or `same_as:` with the number of the bulletin it repeats",
        "`text:`を書くか、同じ内容の報告の番号を`same_as:`に書いてください";
    RepeatHasSummary:
        "a bulletin that repeats another has no text of its own",
        "ほかの報告と同じとした報告に、`text`があります";
    DeleteSameAsOrSummary: "delete `same_as` or `text`", "`same_as`か`text`のどちらかを消してください";
    TwoBulletins { number }: "there are two bulletins with number {number}", "{number}番の報告が2つあります";
    BulletinDatedBefore { number, above }:
        "bulletin {number} is dated before bulletin {above}, which stands above it",
        "報告{number}の日時が、上にある報告{above}より前です";
    MendBulletinDate:
        "put the bulletins in the order in which they came, or mend the date",
        "報告を届いた順に並べるか、日時を直してください";
    BulletinStandsAfter { number, above }:
        "bulletin {number} stands after bulletin {above}",
        "報告{number}が報告{above}の下にあります";
    OrderByNumber: "put the bulletins in the order of their numbers", "報告を番号の順に並べてください";
    CannotRepeat { number, same_as }:
        "bulletin {number} cannot repeat bulletin {same_as}",
        "報告{number}を報告{same_as}と同じにはできません";
    CanRepeat { number }:
        "it can repeat the last bulletin with a text, which is {number}",
        "同じにできるのは、`text`のある直前の報告（{number}）です";
    NothingToRepeat: "there is no bulletin with a text above it", "上に`text`のある報告がありません";
    CameAfterAsOf { names }:
        "{names} came after `as_of` and is not in the letters",
        "{names}は`as_of`より後なので、お知らせに載りません";
    MoveAsOf:
        "move `as_of`, or leave it if these letters are to stay as they are",
        "`as_of`を後の日時にしてください。載せないのであれば、そのままで構いません";
    AddFirstNotice:
        "write the first one, with `date:`, `title:` and `body:`, as data/notices/report-1.yaml",
        "最初の1つを、`date:`、`title:`、`body:`を付けてdata/notices/report-1.yamlに書いてください";
    TwoNotices { id }: "there are two notices with id `{id}`", "idが`{id}`のお知らせが2つあります";
    OtherNoticeId:
        "give one of the files another name, which is the id; capitals do not tell them apart",
        "ファイル名がidです。どちらかのファイルの名前を変えてください（大文字と小文字は区別されません）";
    NoticeIdReserved { id }:
        "`{id}` cannot be a notice: oshirase has a folder of this name",
        "oshiraseが使うフォルダと同じ名前なので、`{id}`はお知らせのidにできません";
    NameFileDifferently: "give the file another name, which is the id", "ファイル名がidです。ファイルに別の名前を付けてください";
    GiveOtherId: "give it another id", "別のidにしてください";
    NoSuchTemplate { name }: "there is no template `{name}`", "`{name}`というひな形はありません";
    MailHasNoTemplate:
        "a mail is text and has no template",
        "メールは文字だけで作るので、ひな形はありません";
    MailHasNoPages:
        "a mail is text: it has no pages to make pictures of",
        "メールは文字だけなので、ページの画像は作れません";
    LeavePagesOut:
        "leave `--format` and `--page` out",
        "`--format`と`--page`を付けずに実行してください";
    TemplatesAre { names }: "the templates are: {names}", "使えるひな形: {names}";
    LeadsOutOfProject { name }:
        "`{name}` leads to a file that is not in this project, or is of another kind",
        "`{name}`の先にあるのは、このプロジェクトの外のファイルか、種類の違うファイルです";
    CopyIntoProject:
        "delete it, which is a link, and copy the file itself into the folder",
        "これはリンクです。消して、ファイルそのものをこのフォルダにコピーしてください";
    NotThatPicture { name, kind }:
        "`{name}` is not a {kind} picture",
        "`{name}`の中身は{kind}の画像ではありません";
    InvisibleInPicture { name, code }:
        "a text in `{name}` has U+{code}, which is invisible and changes how the text is read",
        "`{name}`の文字に目に見えないU+{code}があり、前後の文字の読まれ方が変わります";
    TextAsOutlines:
        "open the picture, type this text again or turn it into outlines, and save it",
        "画像を開き、その文字を打ち直すか、アウトラインに変換してから保存してください";
    ReplacePicture:
        "open the picture, save it anew as PNG, JPEG or SVG (not compressed) under a name with \
         that ending, and delete this file",
        "画像を開き、PNG、JPEG、SVG（圧縮なし）のどれかで保存し直し、拡張子をそれに合わせてください。このファイルは消してください";
    PictureTooLarge { name, most }:
        "`{name}` has more than {most} million dots",
        "`{name}`は{most}メガピクセルを超えています";
    SaveSmaller:
        "save it smaller: 600 dots to the inch are enough for print",
        "小さくして保存し直してください（印刷には1インチあたり600ドットで足ります）";
    NoSuchPicture { path }: "there is no picture `{path}` in the project", "`{path}`という画像がありません";
    PutPicture:
        "put a PNG or SVG file into `data/` and write `data/` and its name",
        "PNGかSVGのファイルを`data/`に置き、`data/`を付けた名前を書いてください";
    JpegSeal:
        "a JPEG picture would cover the name behind the seal",
        "JPEGの画像では、印影の後ろの名前が隠れます";
    SaveAsPng: "save the seal as PNG with a transparent ground", "印影を背景が透明なPNGで保存してください";
    TextOrBlocks: "a text, or a list of blocks", "文章、または段落の一覧";
    KeyOnlyBeside { key, kinds }:
        "`{key}` stands beside {kinds} only",
        "`{key}`は{kinds}にだけ添えられます";
    DeleteKey { key }: "delete `{key}`", "`{key}`を消してください";
    NoSuchPart { name }: "there is no part `{name}`", "`{name}`という部品はありません";
    DeclarePart { name }:
        "write it in data/incident.yaml under `parts:`, as `{name}:`",
        "data/incident.yamlの`parts:`の下に、`{name}:`として書いてください";
    PartsAre { names }: "the parts are: {names}", "部品: {names}";
    PartUsesItself { way }:
        "this part takes in itself: {way}",
        "この部品は、自分自身を取り込んでいます: {way}";
    TakeUseOut: "take one `use` on the way out", "途中の`use`を1つ消してください";
    PartIsNoText { name }:
        "only a text can stand here, and part `{name}` is more than that",
        "ここには文章しか書けませんが、部品`{name}`には文章のほかのものがあります";
    UseAsBlock:
        "write `use:` as a block of its own, or leave only texts in the part",
        "`use:`を1つの段落として書くか、部品を文章だけにしてください";
    TwoMarks: "questions and answers have two marks", "質問と回答の印は2つです";
    MarksOfQuestions: "such as `[問, 答]`", "`[問, 答]`のように書いてください";
    PathOfPicture: "the path of a picture: `data/map.png`", "画像の場所: `data/map.png`";
    AWidth: "a width", "幅";
    WidthsAre: "such as `30mm`, `12em`, `40%` or `2fr`", "`30mm`、`12em`、`40%`、`2fr`のように書いてください";
    PictureWidthsAre: "such as `80mm`, `12em` or `40%`", "`80mm`、`12em`、`40%`のように書いてください";
    TextAlone:
        "write the text itself here; `when` and `use` stand at a block or an item",
        "ここには文章だけを書いてください（`when`や`use`は、段落や項目に添えます）";
    ALanguage: "a language", "言語";
    LanguagesAreCodes: "such as `en`, `pt` or `zh`", "`en`、`pt`、`zh`のように書いてください";
    NoFieldWithRows { name }:
        "`{name}` is no field with rows",
        "`{name}`は、行のある項目ではありません";
    FieldsWithRows { names }:
        "write the rows, or name one of: {names}",
        "行を書くか、次のどれかを書いてください: {names}";
    ColumnNeedsField { heading }:
        "column `{heading}` needs `field`: which field of the rows it shows",
        "列`{heading}`に、行のどの項目を出すか（`field`）が必要です";
    NoSuchColumn { field }: "the rows have no field `{field}`", "行に`{field}`という項目はありません";
    ColumnsAre { names }: "the fields are: {names}", "使える`field`: {names}";
    RowsOrField: "a list of rows, or the name of a field", "行の一覧、または項目の名前";
    ThirtyOrSixty: "`30` or `60`", "`30`か`60`";
    DaysOfTheLaw:
        "60 where somebody may have done it for a wrongful purpose, 30 otherwise",
        "不正の目的によるおそれがあるときは60、ほかは30です";
    AGreeting: "a greeting such as `拝啓`, or `[拝啓, 敬具]`", "`拝啓`、または`[拝啓, 敬具]`のような頭語と結語";
    NoSuchGreeting { opening }:
        "with which word a letter ends that begins with `{opening}` is not known",
        "頭語`{opening}`に対する結語が分かりません";
    WriteBothGreetings { opening, known }:
        "write both, `[{opening}, …]`, or one of: {known}",
        "`[{opening}, …]`と両方を書くか、次のどれかにしてください: {known}";
    PiecesOnALine: "one or two pieces stand on a line", "1行に並べられるのは2つまでです";
    ConditionOrNone: "a condition, or `none`", "条件、または`none`";
    LeaveToOut:
        "everyone gets it if `to` is left out",
        "全員に送るときは、`to`を書かないでください";
    NoSuchSender { name }: "nobody who writes is called `{name}`", "`{name}`という差出人はありません";
    SendersAre { names }:
        "data/office.yaml has: {names}",
        "data/office.yamlにあるのは: {names}";
    AppendixIsOfSections: "an appendix is made of sections", "`appendix`は、見出しのある節で書きます";
    BeginWithHeading: "begin each with `- heading:`", "それぞれを`- heading:`から書き始めてください";
    NoNoticeFile { folder }: "there is no notice in {folder}", "{folder}にお知らせがありません";
    NameFileOtherwise:
        "the name of the file is the notice's id: letters a to z, digits, `-`, `_` and `.`",
        "ファイルの名前がお知らせのidです。半角の英数字と`-`、`_`、`.`で付けてください";
    OneFileForNotices: "data/notices.yaml is not read any more", "data/notices.yamlは、もう読みません";
    PartIntoNotices:
        "write each notice in a file of its own, data/notices/ID.yaml, with its text in `body`",
        "お知らせを1件ずつdata/notices/ID.yamlに分け、文章を`body`に書いてください";
    BlockIsEmpty: "this block has no content", "この段落には内容がありません";
    BlockHasOneOf { kinds }: "a block has one of: {kinds}", "次のどれかを1つ書いてください: {kinds}";
    BlockHasTwo { first, second }:
        "a block has one content, found `{first}` and `{second}`",
        "1つの段落に`{first}`と`{second}`の両方があります";
    BeginNewBlock: "begin a new block with `- `", "`- `で新しい段落を始めてください";
    CellsAndColumns { cells, columns }:
        "this row has {cells} cells, the table {columns} columns",
        "この行は{cells}項目ですが、表は{columns}列です";
    BlankCells: "a cell that stays blank is written `\"\"`", "空欄にする項目は`\"\"`と書いてください";
    CommasInQuotes:
        "put a cell that has a comma in quotes: `\"14万8,620\"`",
        "カンマのある項目は、`\"14万8,620\"`のように引用符で囲んでください";
    NobodyToTest:
        "this letter is for nobody (`to: none`), and nothing can be asked of a recipient",
        "このお知らせには宛先がない（`to: none`）ため、宛先についての条件は書けません";
    WriteForAllOrSome:
        "delete the condition, or say in `to` who gets the letter",
        "条件を消すか、`to`に送る宛先を書いてください";
    SeveralNotIssued { ids }:
        "several notices have not been issued: {ids}",
        "発送していないお知らせがいくつかあります: {ids}";
    NameTheNotice: "say which: `--notice ID`", "どれかを`--notice ID`で指定してください";
    TextHasNoTotal { heading }:
        "column `{heading}` has text, which has no total",
        "列`{heading}`は文字なので、合計できません";
    NoVariablesHere: "variables cannot be used here", "ここでは変数を使えません";
    WriteTextItself: "write the text itself", "文字をそのまま書いてください";
    OneParagraph { what, found }: "{what} is one paragraph, found {found}", "{what}は1つの段落で書きます（いまは{found}つです）";
    DeleteBlankLine: "make it one, without a blank line in it", "空行を入れずに、1つの段落にしてください";

    // The facts as a whole.
    ATitle: "a title", "件名";
    AHeading: "a heading", "見出し";
    NoClients { files }: "there is no client in {files}", "{files}に宛先がありません";
    AddFirstClient: "the first begins with `- id:`", "最初の1件を、`- id:`の行から書き始めてください";
    NoSuchClient { id }: "there is no client {id}", "{id}という宛先はありません";
    IdsAreInClients: "the ids are in data/clients.yaml", "idはdata/clients.yamlにあります";
    OtherRecordWrong { id }:
        "another record with the id `{id}` has an error",
        "idが`{id}`のもう1件に誤りがあります";
    MendOrOtherId:
        "mend it, or give one of the two another id",
        "誤りを直すか、どちらかのidを変えてください";
    AnotherClientWithId { id, at }:
        "there is another client with id `{id}`{at}",
        "idが`{id}`の宛先がもう1件あります{at}";
    IdDiffersInCapitals { id, other, at }:
        "the id `{id}` differs from `{other}`{at} only in capitals: one file on Windows",
        "`{id}`と`{other}`{at}は大文字と小文字しか違わないので、Windowsでは同じファイルになります";
    AtLine { file, line }: " at {file}:{line}", "（{file}:{line}）";
    GiveOneOtherId: "give one of the two another id", "どちらかのidを変えてください";
    NotUtf8: "this file is not UTF-8", "このファイルの文字コードはUTF-8ではありません";
    SaveAsUtf8:
        "save it again with the encoding UTF-8 (it may be Shift_JIS)",
        "文字コードをUTF-8にして保存し直してください（いまはShift_JISかもしれません）";
    NoSuchFile { name }: "there is no file `{name}`", "`{name}`というファイルがありません";
    TwoEndings { name, other }:
        "there are both `{name}` and `{other}`",
        "`{name}`と`{other}`の両方があります";
    DeleteOneFile: "delete or rename the one that is not meant", "使わないほうを消すか、名前を変えてください";
    RunInProject:
        "run oshirase in a project folder, or name one with `--project DIR`",
        "お知らせのフォルダで動かすか、`--project フォルダ`で指定してください";

    // Templates and typesetting.
    TextIsEmpty: "this text is empty for some clients", "一部の宛先で、この文が空になります";
    WriteElse:
        "write `{{% else %}}` with another text, or give the whole part a `when:`",
        "`{{% else %}}`の後に別の文を書くか、この部分全体に`when:`を付けてください";
    InTemplate { said }: "template: {said}", "ひな形: {said}";
    IncludedFrom { at }: "it is included from {at}", "{at}から読み込まれています";
    ValueIsFrom { field, at }:
        "the value here is that of `{field}`, {at}",
        "ここの値は`{field}`（{at}）のものです";
    UndefinedName { name, known }:
        "`{name}` is not defined; what there is: {known}",
        "`{name}`という変数はありません。使えるもの: {known}";
    MachineForm { name, like }:
        "`{name}` would be printed as machines write it, like `{like}`",
        "`{name}`が、`{like}`のような機械向けの書き方のまま文面に出ます";
    PrintSo { right }: "one way to print it: `{right}`", "書き方の例: `{right}`";
    PrintOneOf { values }: "print one of its values: {values}", "中の値を1つずつ書いてください: {values}";
    MachineFormInText { found }:
        "a value would be printed as `{found}`, as machines write it",
        "値が、`{found}`という機械向けの書き方のまま文面に出ます";
    PrintsNothing { name }:
        "`{name}` has no value to print",
        "`{name}`には、文面に出す値がありません";
    WriteValueByItself:
        "print the value by itself, with a filter: `{{{{ value | date }}}}`, `{{{{ values | join(sep=\"、\") }}}}`",
        "値はほかの文字とつなげずに、`{{{{ value | date }}}}`や`{{{{ values | join(sep=\"、\") }}}}`のように書いてください";
    EscapedAlready:
        "this filter is not available: a value is printed as it is without it",
        "このフィルターは使えません（値は、なくてもそのとおりに出ます）";
    NoSuchArgument { name, known }:
        "there is no argument `{name}`; what there is: {known}",
        "`{name}`という指定はありません。使えるもの: {known}";
    EnglishFormat { specifier }:
        "`{specifier}` writes a date as English or machines do: put it together from `%Y年`, `%-m月`, `%-d日`, `（%a）`, `%p`, `%-H時`, `%M分`",
        "`{specifier}`は英語や機械向けの書き方になります。`%Y年`、`%-m月`、`%-d日`、`（%a）`、`%p`、`%-H時`、`%M分`を組み合わせてください";
    DateHasNoTime { text }:
        "`{text}` has no time of day",
        "`{text}`には時刻がありません";
    FieldNotThere { field }: "the client has no `{field}`", "この宛先には`{field}`がありません";
    GiveFieldOrAsk { field }:
        "write it into the client's record, or `when: {{has: {field}}}` beside the text",
        "宛先の記録に`{field}`を書くか、その文に`when: {{has: {field}}}`を付けてください";
    UndefinedAlone { name }: "`{name}` is not defined", "`{name}`という変数はありません";
    GiveVariable:
        "give the variable a value in the facts, mend its name, or ask first: \
         `{{% if x is defined %}}`, or `when: {{has: …}}` in the facts",
        "data/に変数の値を書くか、名前を直すか、先に確かめてください（`{{% if x is defined %}}`、\
         data/では`when: {{has: …}}`）";
    ByTypst { said }: "typst: {said}", "typst: {said}";
    AddFontFamily:
        "put the font's file into the project's `fonts/`, or name another family",
        "フォントのファイルを`fonts/`に入れるか、別のフォント名を書いてください";
    NotAFont { name }: "`{name}` is not a font", "`{name}`はフォントではありません";
    ReplaceFont:
        "replace it by a TrueType or OpenType file, or delete it",
        "TrueTypeかOpenTypeのファイルと取り替えるか、消してください";
    FileNameUnusable:
        "a template or picture has a file name that Typst cannot use",
        "ひな形か画像に、Typstで使えないファイル名があります";
    PrivateUse { code }:
        "U+{code} is 外字: it means nothing without its own font",
        "U+{code}は外字で、専用のフォントがなければ表示できません";
    Invisible { code }:
        "U+{code} is invisible and changes how the text around it is read",
        "目に見えない文字U+{code}があり、前後の文字の読まれ方が変わります";
    NoFontHas { character, code }:
        "no font has the character {character} (U+{code})",
        "{character}（U+{code}）の字がどのフォントにもありません";
    NoSuchForm { character, code, selector }:
        "the font has no such form of {character}: U+{code} with the variation selector U+{selector}",
        "{character}のこの字体がフォントにありません（U+{code}と異体字セレクタU+{selector}）";
    PartedSelector { code }:
        "the variation selector U+{code} stands apart from its character and has no effect",
        "異体字セレクタU+{code}が字から離れていて、字体が変わりません";
    InField { what, field }: "{what}, in `{field}`", "{what}（`{field}`）";
    DeleteInvisible:
        "delete it: it is between the characters that you see",
        "見えている文字の間にあるので、そこを消してください";
    TakeEscapeOut:
        "if it is written as an escape, which begins with `\\`, take the escape out of this value",
        "`\\`で始まるエスケープで書かれていれば、この値から取り除いてください";
    PutSelectorBehind:
        "put it right behind its character; in a template, nothing may part them, a box or a `show` rule neither",
        "字のすぐ後ろに置いてください。ひな形では、`box`や`show`で字と分けないでください";
    AddFontOrOther:
        "add a font that has it to the project's `fonts/` and name it in the template, or use another character",
        "この字のあるフォントを`fonts/`に入れてひな形に書くか、別の字にしてください";
    TextWouldVanish:
        "without `fallback`, beside `covers`, a character that no named font covers is left out of the letter without a word",
        "`covers`があるのに`fallback`を切ると、どのフォントにも入らない文字が、何の知らせもなく手紙から消えます";
    OshiraseFailed:
        "oshirase itself failed while making this letter",
        "このお知らせを作っている途中で、oshirase自体に障害が起きました";
    LookAtPictures:
        "look at the letter's pictures, SVG above all: one of them cannot be drawn; save it as PNG",
        "このお知らせの画像（特にSVG）に、描けないものがあります。PNGで保存し直してください";
    ReportFault:
        "please report what is printed above, with the template if it is your own",
        "上に表示された内容を（ご自分のひな形であれば、それも添えて）お知らせください";

    // What a command is about.
    NoSuchNotice { id }: "there is no notice {id}", "{id}というお知らせはありません";
    NoticesAre { ids }: "the notices are: {ids}", "あるお知らせ: {ids}";
    NoClientOrWrong { id }:
        "there is no client {id}, or its record has an error",
        "{id}という宛先がないか、その内容に誤りがあります";
    NotForClient { notice, client }:
        "notice `{notice}` is not for client `{client}`",
        "お知らせ`{notice}`は`{client}`宛てではありません";
    AudienceLeavesOut:
        "the notice's `to` leaves this client out",
        "このお知らせの`to`に、この宛先が入っていません";
    NobodyHolds { words }:
        "no client's id or name holds {words}",
        "idか名前に{words}のある宛先はありません";
    ClientsAreIn:
        "the clients are in data/clients.yaml; one with an error is not found",
        "宛先はdata/clients.yamlにあります。内容に誤りのあるものは見つかりません";
    ManyHold { number, words }:
        "{number} clients have {words} in their id or name",
        "idか名前に{words}のある宛先が{number}件あります";
    ClientGone { id }: "there is no client `{id}` any more", "宛先`{id}`はもうありません";
    ListNotByLine: "this list is not written line by line", "この一覧は1行ずつ書かれていません";
    ListByLine:
        "begin each entry with `- ` on a line of its own, then add to it again",
        "項目をそれぞれ別の行の`- `で始めてから、もう一度加えてください";
    PdfHasAllPages: "a PDF has all its pages", "PDFは全ページが1つになります";
    LeavePageOut: "leave `--page` out, or add `--format png`", "`--page`を外すか、`--format png`を付けてください";
    NoSuchPage { page, last }:
        "there is no page {page}: the letter has {last}",
        "{page}ページはありません（全{last}ページです）";
    TextGoesToTerminal: "the text goes to the terminal", "文字での比較は画面に表示します";
    AddFormatHtml: "add `--format html`, or leave `-o` out", "`--format html`を付けるか、`-o`を外してください";
    NothingToCompare: "the ledger has no earlier letter to compare with", "比べられる以前のお知らせが記録にありません";
    LettersAreRecorded:
        "letters are recorded when `oshirase generate` makes them",
        "お知らせは`oshirase generate`で作ったときに記録されます";

    // Bulletins, notices and issues.
    BulletinNeeds { options }: "a bulletin needs {options}", "報告には{options}が必要です";
    At: "`--at`", "`--at`";
    GiveOrAsk:
        "give them, or run the command on a terminal, where it asks",
        "オプションで書くか、画面で直接動かして質問に答えてください";
    NotAnswered { reason }: "the questions were not answered: {reason}", "質問に答えがありませんでした: {reason}";
    BeforeAll: "it came before all bulletins", "どの報告よりも前の日時です";
    WriteAtTop: "write it by hand at the top of the list", "一覧の先頭に手で書いてください";
    NoNumberBetween { above, below }:
        "there is no number between bulletins {above} and {below}",
        "報告{above}と{below}の間に番号がありません";
    CountUpByHand:
        "count the later ones up by hand, then add it again",
        "後の報告の番号を手で1つずつ増やしてから、もう一度加えてください";
    AtAndText: "`--at` and `--text` (or `--same-as`)", "`--at`と`--text`（または`--same-as`）";
    TextOption: "`--text` (or `--same-as`)", "`--text`（または`--same-as`）";
    GiveText:
        "give `--text`, or `--same-as` with the number of the one it repeats",
        "`--text`を書くか、同じ内容の報告の番号を`--same-as`に書いてください";
    ControlInText { code }:
        "the text has the control character U+{code}",
        "文章に制御文字 U+{code} があります";
    BulletinSaysSomething: "a bulletin says something", "報告の内容が空です";
    DeleteOrRetype: "delete it, or type the text again", "消すか、文を打ち直してください";
    OtherAtOrAllow:
        "give another `--at`, or use `--allow-earlier`",
        "別の`--at`にするか、`--allow-earlier`を付けてください";
    NothingMade: "no letter was made yet", "お知らせがまだ作られていません";
    NotUpToDate { letters }: "{letters} not up to date", "最新でないお知らせが{letters}あります";
    GenerateFirst:
        "run `oshirase generate` first, and look at what it says",
        "先に`oshirase generate`を動かし、表示を確かめてください";
    AlreadyIssued { notice, date, by }:
        "notice `{notice}` was issued on {date} by {by} already",
        "お知らせ`{notice}`は、すでに{date}に{by}が発送済みとして記録しています";
    WriteNextLetter: "write the next letter: `oshirase notice new`", "`oshirase notice new`で次のお知らせを書いてください";
    NoticeForNobody { notice }: "notice `{notice}` is for nobody", "お知らせ`{notice}`の宛先がありません";
    LookAtAudience: "look at its `to`", "`to`を確かめてください";
    NotTheLetterMade { path }: "`{path}` is not the letter that was made", "`{path}`は作ったときのものではありません";
    MakeAgain: "make it again: `oshirase generate --force`", "`oshirase generate --force`で作り直してください";
    NotMadeHere { path }:
        "`{path}` is in the folder, and oshirase has not made it",
        "`{path}`はoshiraseが作ったものではありません";
    MoveElsewhere:
        "move it elsewhere, or have `oshirase generate --prune` do so",
        "別の場所に移すか、`oshirase generate --prune`で移してください";
    LettersWithoutClient { letters, out }:
        "{letters} in {out}/ have no client any more",
        "{out}/に、いなくなった宛先のお知らせが{letters}あります";
    MoveAwayWithPrune:
        "move them away with `oshirase generate --prune`",
        "`oshirase generate --prune`で移してください";
    IssuedOn { notice, date, by }:
        "notice `{notice}` was issued on {date} by {by}",
        "お知らせ`{notice}`は{date}に{by}が発送済みとして記録しました";
    OtherThanFacts { issued, letters }:
        "{issued}; {letters} other than the facts are now",
        "{issued}。いまの内容と違うお知らせが{letters}あります";
    SentStays:
        "what was sent stays; write the next letter with `oshirase notice new`",
        "発送したものはそのまま残ります。`oshirase notice new`で次のお知らせを書いてください";
    NotAmongSent { issued, clients }:
        "{issued}; {clients} not among those it was sent to",
        "{issued}。発送先になかったものが{clients}あります";
    WriteNextWithNew:
        "write the next letter with `oshirase notice new`",
        "`oshirase notice new`で次のお知らせを書いてください";
    IsMissing { issued, path }: "{issued}; `{path}` is missing", "{issued}。`{path}`がありません";
    IsNotAsSent { issued, path }:
        "{issued}; `{path}` is not as it was sent",
        "{issued}。`{path}`が発送したときのものではありません";
    BringBack { client, notice }:
        "bring it back: `oshirase show {client} --notice {notice} --restore`",
        "元に戻すには: `oshirase show {client} --notice {notice} --restore`";
    ListSaysIssued { list }:
        "`{list}` says that this notice was issued, and the ledger does not",
        "`{list}`ではこのお知らせは発送済みですが、記録にはありません";
    ListSaysOtherIssued { list, notice }:
        "`{list}` says that notice `{notice}` was issued, and the ledger does not",
        "`{list}`ではお知らせ`{notice}`は発送済みですが、記録にはありません";
    BringBackOrMoveList { ledger, out }:
        "bring back the last `{ledger}` from a copy; if there is none, move the list and its letters to another folder than `{out}/`",
        "控えから最後の`{ledger}`を戻してください。控えがなければ、その発送一覧とお知らせを`{out}/`の外に移してください";
    BringBackLedger { ledger }:
        "bring back the last `{ledger}` from a copy; if there is none, write a new notice with `oshirase notice new`",
        "控えから最後の`{ledger}`を戻してください。控えがなければ、`oshirase notice new`で新しいお知らせを書いてください";
    IssueIsGone { notice }:
        "the ledger knows that notice `{notice}` was issued, and has lost when and by whom; bring back the last ledger from a copy",
        "お知らせ`{notice}`を発送した日や担当者が、記録から消えています。控えから最後の記録を戻してください";
    IssueNotInChain { notice }:
        "the issue of notice `{notice}` is not in the chain of what was issued",
        "お知らせ`{notice}`の発送の記録が、照合番号とつながっていません";
    RecordChanged { client, notice }:
        "what the ledger has of {client} in `{notice}` is not what was issued",
        "`{notice}`の{client}についての記録が、発送したときと違います";
    RecordGone { client, notice }:
        "{client} in `{notice}` was issued, and the ledger does not have it any more",
        "`{notice}`の{client}は発送済みですが、記録から消えています";
    RecordAdded { client, notice }:
        "the ledger has {client} in `{notice}`, and it was not among those issued",
        "`{notice}`の{client}は発送していませんが、記録に加わっています";
    OtherCountIssued { notice, issued, found }:
        "the ledger says that {issued} of `{notice}` were issued, and has {found}",
        "`{notice}`は{issued}通を発送したはずですが、記録にあるのは{found}通です";
    KeptFileChanged { path, notice }:
        "the ledger's copy of `{path}`, with which `{notice}` was made, is not what it was",
        "`{notice}`を作ったときの`{path}`の写しが、記録の中で変わっています";
    KeptListChanged { notice }:
        "the ledger's copy of the list of `{notice}` is not what was issued",
        "`{notice}`の発送一覧の写しが、記録の中で発送したときと違います";
    IssueChanged { notice }:
        "the ledger's record of the issue of `{notice}` is not what it was then",
        "お知らせ`{notice}`の発送の記録が、そのときと違います";
    NotInLedger { fingerprint }:
        "no issue in the ledger has the fingerprint {fingerprint}: the ledger is older than that, or was changed since",
        "記録に照合番号{fingerprint}の発送がありません。それより古い記録か、あとで書き換えられた記録です";
    BringBackCopy { out }:
        "bring back the last `{out}/` from a copy, and look at it with `oshirase verify --against` and the fingerprint that was kept",
        "控えから最後の`{out}/`を戻し、控えてある照合番号で`oshirase verify --against`を動かしてください";
    ReadOnlyAsIssued { path }:
        "`{path}` is read-only, as issued letters are, and the ledger knows of no issue",
        "`{path}`は発送したもののように書き込み禁止ですが、発送の記録がありません";
    FolderInPlace { path }:
        "`{path}` is a folder, and the letter belongs there",
        "`{path}`はフォルダーです。お知らせを置けません";
    MoveFolder: "move the folder elsewhere", "そのフォルダーを別の場所に移してください";
    CannotPutInPlace { path, reason }:
        "the letter is made, and cannot be put at `{path}`: {reason}",
        "お知らせはできましたが、`{path}`に置けません: {reason}";
    CloseViewer:
        "close it where it is open; the next command then puts it there",
        "開いているプログラムを閉じてください。次のコマンドが置き直します";
    NoLetterTo { client }: "the ledger has no letter to {client}", "記録に{client}宛てのお知らせがありません";
    GenerateYet: "no letter was made yet: run `oshirase generate`", "まだ作られていません。`oshirase generate`を動かしてください";
    ItsNoticesAre { notices }:
        "its notices are: {notices}; a client is asked for by its id",
        "記録にあるお知らせ: {notices}。宛先はidで指定します";
    LedgerHasNoNotice { notice }: "the ledger has no notice {notice}", "記録に{notice}というお知らせはありません";
    LedgerHas { notices }: "it has letters of: {notices}", "記録にあるお知らせ: {notices}";

    // Limits.
    NotAFile: "it is not a file", "ふつうのファイルではありません";
    FileTooLarge { mebibytes }:
        "it has more than {mebibytes} MiB, which is the most that is read",
        "{mebibytes} MiBを超えています（読み込めるのはここまでです）";
    NestedTooDeep { deepest }:
        "more than {deepest} brackets are open here",
        "ここまでに{deepest}個を超える括弧が開いています";
    CloseBrackets:
        "close them; facts need no more than a few",
        "括弧を閉じてください（ふつうは数個で足ります）";
    ShortenValue:
        "shorten it; what is long belongs into a section of the letter",
        "短くしてください。長い文はお知らせの本文に書きます";
    AddressTooLong { found, most }:
        "this address has {found} lines, and {most} are the most",
        "住所が{found}行ありますが、{most}行までです";
    MoreUnknownKeys { number }: "and {number} more unknown keys", "知らないキーがほかに{number}個あります";
    MoreProblems { number }:
        "{number} more problems are not shown; `--json` has more",
        "ほかに{number}件の問題があります（`--json`で続きが出ます）";
    ProblemsDropped { limit }:
        "there are more than {limit} problems with the clients; the rest is not told",
        "宛先の問題が{limit}件を超えています。残りは表示しません";
    MendTheseFirst: "mend these first, then check again", "まずこれらを直してから、もう一度確かめてください";
    TooMuchMemory { mebibytes }:
        "the program took more than {mebibytes} MiB of memory and was ended",
        "使うメモリが{mebibytes} MiBを超えたので、処理を止めました";
    TooLong { seconds }:
        "a letter took more than {seconds} seconds, and the program was ended",
        "1通に{seconds}秒を超える時間がかかったので、処理を止めました";
    ReadingTooLong { seconds }:
        "to read a file took more than {seconds} seconds, and the program was ended",
        "1つのファイルを読むのに{seconds}秒を超える時間がかかったので、処理を止めました";
    LookAtFile { file }:
        "look at `{file}`, which was being read: it is damaged, or far too large",
        "読み込んでいたのは`{file}`です。壊れているか、大きすぎます";
    TooManyFiles { folder, most }:
        "there are more than {most} files of one kind in `{folder}/`",
        "`{folder}/`に同じ種類のファイルが{most}個を超えて入っています";
    TooManyBytes { mebibytes }:
        "the pictures and fonts of this project have more than {mebibytes} MiB",
        "画像とフォントが合わせて{mebibytes} MiBを超えています";
    MoveFilesAway:
        "move what no letter needs to another folder",
        "お知らせに使わないファイルを、別のフォルダに移してください";
    TooManyFaces { name, found, most }:
        "`{name}` claims to hold {found} fonts, and {most} are the most",
        "`{name}`には{found}個のフォントが入っていることになっていますが、{most}個までです";
    TooManyCharacters { name }:
        "`{name}` claims to have more characters than there are",
        "`{name}`には、実在するより多くの文字が入っていることになっています";
    LookForLoops:
        "look for a loop without end or a very large value in the template and the facts; \
         letters that were made before this are whole",
        "ひな形とdata/に、終わらない繰り返しや大きすぎる値がないか見てください。\
         それまでに作ったお知らせは壊れていません";

    // Numbers of things.
    OneLetter: "1 letter", "1通";
    Letters { number }: "{number} letters", "{number}通";
    OneLetterIs: "1 letter is", "1通";
    LettersAre { number }: "{number} letters are", "{number}通";
    OneClient: "1 client", "1件";
    Clients { number }: "{number} clients", "{number}件";
    OneClientIs: "1 client is", "1件";
    ClientsAre { number }: "{number} clients are", "{number}件";
    OneLine: "1 line", "1行";
    Lines { number }: "{number} lines", "{number}行";
    OnePage: "1 page", "1ページ";
    Pages { number }: "{number} pages", "{number}ページ";
    OneProblem: "1 problem", "問題1件";
    Problems { number }: "{number} problems", "問題{number}件";
    OneWarning: "1 warning", "警告1件";
    Warnings { number }: "{number} warnings", "警告{number}件";
    OneNote: "1 note", "参考1件";
    Notes { number }: "{number} notes", "参考{number}件";
    OneDay: "1 day", "1日";
    Days { number }: "{number} days", "{number}日";
    ManyTimes { message, number }: "{message} ({number} times)", "{message}（{number}件）";
    OfThisKind { message, number }:
        "{message} ({number} of this kind)",
        "{message}（同じ種類のものが{number}件）";
    AndMore { named, more }: "{named} … and {more} more", "{named} … ほか{more}件";

    // What a command has done.
    CheckedAndFound { letters, problems }: "{letters} checked, {problems} found", "{letters}を確かめました。{problems}";
    CheckedWithNotes { letters, problems, notes }:
        "{letters} checked, {problems} found, {notes}",
        "{letters}を確かめました。{problems}、{notes}";
    OutIsHeld { out }:
        "another run is at work in {out}/; waiting for it to end",
        "ほかの処理が{out}/で動いています。終わるのを待ちます";
    MadeBeforeThis { letters }:
        "{letters} made before this; the others are as they were:",
        "{letters}は作りました。残りは前のままです:";
    StoppedBeforeAny:
        "stopped; no letter was made",
        "中止しました。お知らせは1通も作っていません";
    Stopping:
        "stopping: letters in work are finished first (again to stop at once)",
        "中止します。作りかけの分だけ仕上げます（もう一度押すと、すぐに止まります）";
    StoppedHere { letters }:
        "stopped: {letters} left; the same command goes on from here",
        "中止しました。残り{letters}。同じコマンドで続きから作れます";
    NotMovedWithErrors:
        "no letter is moved away as long as there are errors",
        "誤りがある間は、お知らせを移しません";
    MovedAway { letters, paths }: "{letters} moved away: {paths}", "{letters}を移しました: {paths}";
    NoneMade:
        "no letter was made: what is wrong above concerns all of them",
        "お知らせは1通も作られていません（上の問題は全員に関わります）";
    MadeSummary { counts, failed, folder, took }:
        "{counts}, failed {failed} in {folder}/ ({took})",
        "{counts}、失敗{failed}（{folder}/、{took}）";
    MadeCounts { made, unchanged, kept }:
        "made {made}, unchanged {unchanged}{kept}",
        "作成{made}、変更なし{unchanged}{kept}";
    KeptAsIssued { number }: ", kept as issued {number}", "、発送済み{number}";
    PagesAndSeconds { pages, seconds }: "{pages}, {seconds} s", "{pages}、{seconds}秒";
    Seconds { seconds }: "{seconds} s", "{seconds}秒";
    WarningsAreInCheck { warnings }:
        "{warnings}: see `oshirase check`",
        "{warnings}: `oshirase check`で見られます";
    PlainLetters { letters }:
        "{letters} exported one by one, which takes longer:",
        "{letters}は、共通の部分を使い回せず、1通ずつ初めからPDFにしました（時間がかかります）:";
    NoPlainLetters:
        "no letter was exported one by one",
        "1通ずつ初めからPDFにしたお知らせはありません";
    OtherReasons: "other reasons", "ほかの理由";
    OneOlderLetter { paths }:
        "1 older letter not made anew, do not send: {paths}",
        "作り直していない以前のものが1通あります。発送しないでください: {paths}";
    OlderLetters { number, paths }:
        "{number} older letters not made anew, do not send: {paths}",
        "作り直していない以前のものが{number}通あります。発送しないでください: {paths}";
    LettersPerSecond { number }: "{number} letters/s", "毎秒{number}通";
    TimeLeft: "left", "残り";
    NotInAudience { notice }:
        "  this client does not get notice `{notice}`",
        "  お知らせ`{notice}`の宛先に入っていません";
    NoViewer: "there is no viewer to open it with", "開くためのプログラムがありません";
    NoBrowser: "there is no browser to open it with", "開くためのブラウザがありません";
    NoBrowserForPage:
        "there is no browser to open it with; open the address by hand",
        "開くためのブラウザがありません。上のアドレスを開いてください";
    GoodForOnce:
        "this address was good once, and was opened already; open the address that the \
         terminal shows",
        "このアドレスは一度だけ使えるもので、もう開かれています。ターミナルに出ているアドレスを開いてください";
    OpenedTwice:
        "the address that the browser was started with was opened a second time; if your page \
         did not open, somebody else may have it: end with Ctrl-C and begin again",
        "ブラウザの起動に使ったアドレスが、もう一度開かれました。\
         ご自分の画面が開いていなければ、ほかの人が見ているかもしれません。Ctrl-Cで終えて、やり直してください";
    ShownAtAddress:
        "the letter is shown at this address; Ctrl-C ends it:",
        "このアドレスでお知らせを表示しています（終えるにはCtrl-C）:";
    PollingInstead { reason }:
        "changes are looked for once a second: {reason}",
        "変更を1秒ごとに調べます: {reason}";
    LedgerWasDamaged { ledger, folder }:
        "warning: `{ledger}` was damaged; it is kept in `{folder}/`, and a new one is begun",
        "警告: `{ledger}`が壊れていたので、`{folder}/`に残し、新しく始めました";
    LetterOfThen { client, notice, date, issued }:
        "{client} in {notice}: made on {date}, {issued}",
        "{notice}の{client}: {date}作成、{issued}";
    IssuedOnBy { date, by }: "issued on {date} by {by}", "{date}に{by}が発送済みと記録";
    NotIssued: "not issued", "未発送";
    ByteForByte { sha256 }:
        "byte for byte the letter of then (SHA-256 {sha256})",
        "当時のものと1バイトも違いません（SHA-256 {sha256}）";
    SameTextOtherBytes { why }:
        "the same text, but not the same bytes: {why}",
        "文面は同じですが、ファイルは同じではありません: {why}";
    OtherVersion { was, now }: "oshirase was {was} and is {now}", "当時のoshiraseは{was}、いまは{now}です";
    OtherFonts: "the fonts are others", "フォントが違います";
    OtherBuild: "the program is another build", "プログラムが別にビルドされたものです";
    IsAsMade { path }: "{path} is again as it was made", "{path}は、作ったときと同じ内容です";
    IsLeft { path }: "{path} is left as it is", "{path}はそのままにしました";
    PutRight:
        "the last command was stopped in the middle; what it left has been put right",
        "前の処理が途中で止まっていたので、残ったものを片付けました";
    KeptAs { path }: "what was there is kept as {path}", "そこにあったものは{path}に残しました";
    ReasonLetters { reason, letters }: "  {reason}: {letters}", "  {reason}: {letters}";
    FactAdded { fact }: "{fact} added", "{fact}が加わりました";
    FactChanged { fact }: "{fact} changed", "{fact}が変わりました";
    FactRemoved { fact }: "{fact} removed", "{fact}がなくなりました";
    FileIsMissing: "the file is missing", "ファイルがありません";
    FileWasAltered: "the file was altered", "ファイルが書き換えられています";
    OtherValueInTemplate: "another value in a template changed", "ひな形に入るほかの値が変わりました";
    StatusLine { notice, counts, more }: "{notice}: {counts}{more}", "{notice}: {counts}{more}";
    StatusCounts { new, stale, unchanged }:
        "new {new}, stale {stale}, unchanged {unchanged}",
        "新規{new}、要更新{stale}、変更なし{unchanged}";
    StatusUnwell { number }: ", missing or altered {number}", "、紛失・改変{number}";
    StatusBroken { number }: ", with errors {number}", "、誤りあり{number}";
    StatusOrphaned { number }: ", orphaned {number}", "、宛先なし{number}";
    StatusIssued { date, by, how }: "; issued on {date} by {by} ({how})", "。{date}、{by}が発送済みと記録（{how}）";
    EachItsOwnWay: "each client's own way", "宛先ごとの方法";
    New: "new", "新規";
    Stale: "stale", "要更新";
    Unchanged: "unchanged", "変更なし";
    Missing: "missing", "紛失";
    Altered: "altered", "改変";
    Broken: "broken", "誤り";
    Unknown: "unknown", "不明";
    Writable: "writable", "書込可";
    Orphaned: "orphaned", "宛先なし";
    MoreInJson { number }: "… and {number} more; `--json` has all", "… ほか{number}件（`--json`ですべて出ます）";
    OrphanedSent { names }:
        "{names}: these clients are gone; their letters were sent, and stay",
        "{names}: いなくなった宛先です。発送したお知らせは残します";
    OrphanedPrune { names }:
        "{names}: these clients are gone; `generate --prune` moves the letters away",
        "{names}: いなくなった宛先です。`generate --prune`でお知らせを移せます";
    // The guidelines of the 個人情報保護委員会 say of a 速報 only about when.
    DueAbout { report, date, left, clients }:
        "{report} due about {date}, {left}: {clients}",
        "{report}の目安 {date}（{left}）: {clients}";
    Due { report, date, left, clients }: "{report} due {date}, {left}: {clients}", "{report}の期限 {date}（{left}）: {clients}";
    Today: "today", "今日";
    Overdue: "overdue", "期限切れ";
    InDays { days }: "in {days}", "あと{days}";
    NoLedgerYet: "there is no ledger yet: no letter was made", "記録がありません（お知らせはまだ作られていません）";
    Verified { letters, missing, altered, unknown, writable }:
        "{letters} verified: {missing} missing, {altered} altered, {unknown} unknown{writable}",
        "{letters}を照合しました: 紛失{missing}、改変{altered}、不明{unknown}{writable}";
    VerifiedWritable { number }: ", issued and writable {number}", "、発送済みで書き込める{number}";
    ProtectAgain:
        "what was issued is made read-only again by `oshirase generate --notice` with its notice",
        "発送済みのものは、`oshirase generate --notice お知らせのid`で、また書き込み禁止になります";
    NewestFingerprint { fingerprint }:
        "fingerprint of everything issued: {fingerprint}",
        "これまでの発送の照合番号: {fingerprint}";
    AsWithFingerprint { notice, date, later }:
        "as on {date}, when notice `{notice}` was issued with this fingerprint{later}",
        "この照合番号でお知らせ`{notice}`を発送した{date}のままです{later}";
    IssuedSince { notices }: "; issued since: {notices}", "。その後の発送: {notices}";
    TextIsTheSame: "the text is the same", "文面は同じです";
    DiffTitle { client, of, date, notice }:
        "{client}: {of} of {date} → {notice} now",
        "{client}: {date}の{of} → いまの{notice}";
    AsBulletin { number }: "(as bulletin {number})", "（第{number}報と同じ）";
    BulletinAdded { name, file }: "bulletin {name} added to {file}", "{name}を{file}に加えました";
    NoticeWasIssued { notice }:
        "notice `{notice}` was issued: write the next letter with `oshirase notice new`",
        "お知らせ`{notice}`は発送済みです。`oshirase notice new`で次のお知らせを書いてください";
    AddedAfterAsOf { notice }:
        "it came after `as_of` of notice `{notice}`: move `as_of`, or write the next letter with `oshirase notice new`",
        "この報告は`as_of`より後なので、お知らせ`{notice}`に載りません。`as_of`を後にするか、`oshirase notice new`で次のお知らせを書いてください";
    AddedAfterDate { notice }:
        "it came after the date of notice `{notice}`: write the next letter with `oshirase notice new`",
        "この報告はお知らせ`{notice}`の日付より後なので、載りません。`oshirase notice new`で次のお知らせを書いてください";
    SeeStatus: "see `oshirase status` for the letters that it changes", "変わるお知らせは`oshirase status`で分かります";
    WhenDidItCome { number }: "When did 第{number}報 come (2023-06-09T10:15)?", "第{number}報が届いた日時（2023-06-09T10:15）";
    MomentSuchAs: "a date with a time, such as 2023-06-09T10:15", "日時を「2023-06-09T10:15」の形で書いてください";
    BeforeLast:
        "it is before the last bulletin; `--allow-earlier` lets it be",
        "最後の報告より前です（`--allow-earlier`を付ければ加えられます）";
    WhatDoesItSay: "What does it say? An empty line ends the text.", "報告の内容（空の行で終わります）";
    NoticeWritten { file, model, date }:
        "{file} written, a copy of `{model}` with the date {date}",
        "`{model}`を写し、日付を{date}にして{file}を作りました";
    LookAtText:
        "change its text there, then look at `oshirase preview`",
        "そこの文章を直し、`oshirase preview`で見てください";
    NotIssuedYet { id }: "notice {id} was not issued", "お知らせ{id}は、まだ発送していません";
    SeeNoticeList: "`oshirase notice list` tells which were", "`oshirase notice list`で確かめてください";
    FactsNotKept { id }:
        "notice `{id}` was issued by a version that did not keep the facts",
        "お知らせ`{id}`を発送した版のoshiraseは、事実を残していません";
    FolderIsThere { path }: "`{path}` is there already", "`{path}`はもうあります";
    NameNewFolder: "name a folder that is not there yet", "まだないフォルダーの名前を書いてください";
    FactsWritten { files, date, folder }:
        "{files} files as they stood on {date} in {folder}",
        "{date}に発送したときの事実（{files}ファイル）を{folder}に書き出しました";
    NoticeGoesTo { number }: "it goes to {number}", "宛先{number}件";
    LettersMade { letters }: "{letters} made", "{letters}作成済み";
    NothingWritten { file }: "nothing was written: {file} is as it was", "何も書いていません。{file}は前のままです";
    ToBeIssued { letters, ways, warnings }:
        "to be recorded as issued: {letters} ({ways}), {warnings}",
        "発送済みとして記録するもの: {letters}（{ways}）、{warnings}";
    AskToIssue: "Record them as issued?", "発送済みとして記録しますか";
    NobodyToAsk:
        "there is no terminal to ask whether they shall be recorded as issued",
        "発送済みとして記録してよいかを尋ねる端末がありません";
    SayYes: "add `--yes` to record them without being asked", "尋ねずに記録するには`--yes`を付けてください";
    IssuedBy { notice, letters, by }:
        "{notice}: {letters} issued by {by}; they cannot change any more",
        "{notice}: {letters}を{by}が発送済みとして記録しました。以後は変わりません";
    ListOfSent { path }: "list of what is sent: {path}", "発送一覧: {path}";
    KeepFingerprint { fingerprint }:
        "fingerprint, to be kept on paper or in a mail: {fingerprint}",
        "照合番号（紙やメールに控えてください）: {fingerprint}";
    NothingIssued: "nothing was issued", "発送済みにはしていません";

    // The command line.
    NoSuchOption { option }: "there is no option `{option}`", "`{option}`というオプションはありません";
    NoSuchCommand { command }: "there is no command `{command}`", "`{command}`というコマンドはありません";
    TooManyWords { word }: "`{word}` is one word too many", "`{word}`は余分です";
    OptionNeedsValue { option }: "`{option}` needs a value", "`{option}`には値が必要です";
    OptionIsOneOf { option, value, words }:
        "`{option}` is one of {words}, not `{value}`",
        "`{option}`に`{value}`は使えません（選べるもの: {words}）";
    OptionWrong { option, value, reason }:
        "`{value}` cannot be the value of `{option}`: {reason}",
        "`{option}`に`{value}`は使えません: {reason}";
    OptionsMissing { options }: "what is missing: {options}", "次の指定が必要です: {options}";
    OptionTwice { option }: "`{option}` can be given once only", "`{option}`は一度しか指定できません";
    OptionsConflict { option, other }:
        "`{option}` cannot be used with `{other}`",
        "`{option}`は`{other}`と一緒に使えません";
    OptionValues { option }: "`{option}` has too many or too few values", "`{option}`の値の数が合いません";
    ArgumentNotUtf8: "a word of the command line is not UTF-8", "コマンドに、文字として読めないところがあります";
    SeeHelp: "`--help` tells what can be written", "書き方は`--help`で分かります";
    ValueEmpty: "it is empty", "空です";
    ValueHasControl:
        "it has a line break or another control character",
        "改行などの制御文字が入っています";
    TextHasControl:
        "it has a control character other than a line break",
        "改行のほかの制御文字が入っています";
    ValueTooLong { found, most }:
        "it has {found} characters, and {most} are the most",
        "{found}文字ありますが、{most}文字までです";
    ValueNoFingerprint:
        "a fingerprint has 20 digits and letters, such as 7K3Q-9M2X-0ABC-DEFG-HJKM",
        "照合番号は「7K3Q-9M2X-0ABC-DEFG-HJKM」のような20文字です";
    ValueMistyped:
        "one of its characters is wrong: compare it with what was written down",
        "どこかの文字が違います。控えと見比べてください";
    ValueNoDate: "a date is year-month-day", "日付は「年-月-日」で書きます";
    ValueOutOfRange { least, most }: "a whole number from {least} to {most}", "{least}から{most}までの整数で書きます";

    // Failures of an operation.
    ErrorLabel: "error", "エラー";
    WarningLabel: "warning", "警告";
    NoteLabel: "note", "参考";
    HintLabel: "hint", "ヒント";
    ClientLabel: "client", "宛先";
    Because { cause }: "  because: {cause}", "  理由: {cause}";
    NotAFolder { path }: "`{path}` is not a folder", "`{path}`というフォルダはありません";
    CannotRead { path }: "cannot read `{path}`", "`{path}`を読めません";
    CannotWrite { path }: "cannot write `{path}`", "`{path}`に書けません";
    CannotMake { path }: "cannot make `{path}`", "`{path}`を作れません";
    ReadOnly: "it is read-only", "書き込み禁止です";
    ChangedMeanwhile: "somebody has changed it meanwhile; try again", "その間に書き換えられました。もう一度試してください";
    CannotPrint: "cannot write to standard output", "結果を出力できません";
    CannotStartWorkers: "cannot start the worker threads", "作業用のスレッドを始められません";
    AmongOwnFiles { path }:
        "`{path}` is among the project's own files, or another's; write elsewhere",
        "`{path}`は、お知らせのデータやPDFを置く場所です。別の場所に書いてください";
    WouldReplaceReadOnly { path }:
        "`{path}` is read-only, as issued letters are; write elsewhere",
        "`{path}`は、発送したもののように書き込み禁止です。別の場所に書いてください";
    FaultOfOshirase { what }:
        "{what}; this is a fault of oshirase, please report it",
        "{what}。oshiraseの不具合です。お知らせください";
    ListCannotBeMade { reason }: "the list of what is sent cannot be made: {reason}", "発送一覧を作れません: {reason}";
    WriterStopped: "the writing thread has stopped", "書き込みのスレッドが止まりました";
    PageStopped: "the live page's worker has stopped", "プレビューの処理が止まりました";
    ReadingFailed: "reading the project has failed", "データの読み込みに失敗しました";
    CannotSetAgain { date, reason }:
        "the letter of {date} cannot be set again: {reason}",
        "{date}のお知らせをもう一度組むことができません: {reason}";
    FileNameInItUnusable: "a file name in it cannot be used", "使えないファイル名があります";
    CannotArchive { reasons }: "the document cannot be archived: {reasons}", "長期保存用のPDFにできません: {reasons}";
    StandardsConflict { reason }: "the PDF standards do not fit together: {reason}", "PDFの規格どうしが合いません: {reason}";
    HasLink: "there is a link", "リンクがあります";
    HasMovedPart:
        "there is a footnote, or another part that is set in another place",
        "脚注など、書いたところと別の場所に出るものがあります";
    HasElement { name }:
        "there is an element `{name}`",
        "`{name}`という要素があります";
    HasPaintedText:
        "there is text in a gradient, or with a line around its characters",
        "グラデーションや縁取りの文字があります";
    HasUnevenGlyphs { font }:
        "there are glyphs in {font} that do not each stand for a part of the text",
        "{font}の字形に、文字と1対1に対応しないものがあります";
    HasMuchWithoutTwin { font, most }:
        "there are more than {most} characters in {font} and other fonts with outlines of its kind",
        "{font}など、輪郭の種類が違うフォントの文字が{most}字より多くあります";
    HasTooManyGlyphs:
        "there are more glyphs than a PDF has numbers for",
        "字形の数が、PDFで付けられる番号より多くなっています";
    NeedsOutlines:
        "a template, a text or a picture may ask for the outlines of characters (`underline`, `bounds`, `<svg`)",
        "ひな形か文章か画像が、文字の輪郭を使うかもしれません（`underline`、`bounds`、`<svg`など）";
    SetAgain { reason, more }:
        "{reason}; and the outlines could not be put in: {more}",
        "{reason}。文字の輪郭も入れられませんでした: {more}";
    FontWithoutSpace { font }: "{font} has no space", "{font}に空白の字形がありません";
    FontUnusual { what }: "a font is not as it should be: {what}", "フォントの中身が想定と違います: {what}";
    PdfUnusual { what }:
        "Typst's PDF is not as it should be: {what}",
        "Typstが作ったPDFの中身が想定と違います: {what}";
    FormeNotExported { reason }:
        "Typst makes no PDF of it without its text: {reason}",
        "文章を抜いたPDFを作れません: {reason}";
    LedgerDamaged { path }:
        "`{path}` is damaged: bring back the last one from a copy, or have `oshirase generate --force` begin a new one",
        "`{path}`が壊れています。控えから最後のものを戻すか、`oshirase generate --force`で新しく始めてください";
    LedgerNewer { path, found, known }:
        "`{path}` was made by a newer oshirase (its version is {found}, this one knows {known}); use that one",
        "`{path}`はより新しいoshiraseで作られています（版は{found}、このプログラムは{known}まで）。そちらを使ってください";
    CannotUseLedger: "cannot use the ledger", "記録を使えません";
    PortInUse { port }:
        "port {port} is in use; leave `--port` out, or name another",
        "ポート{port}は使われています。`--port`を外すか、別の番号にしてください";
    CannotListen: "cannot listen on the loopback interface", "このパソコンの中で待ち受けができません";
    NoRandom: "the system has no random numbers for the page's address", "ページのアドレスに使う乱数が得られません";
    CannotStartPage: "cannot start the live page", "プレビューを始められません";

    // Checks of templates and pages.
    BreakPrintsSpace { found }:
        "the line break in `{found}` prints a space between two characters",
        "`{found}`の改行のところに、空白が印刷されます";
    JoinLines: "put both on one line", "1行にまとめてください";
    OtherPageCount { found, usual }:
        "{found} pages, where most letters with the same parts have {usual}",
        "{found}ページあります（同じ内容のお知らせの多くは{usual}ページです）";
    LookAtPages: "look at it: a long name or address may push a line over", "長い名前や住所で行があふれていないか、見て確かめてください";
    TextOverflows { page, text }:
        "page {page}: {text} stands over other text, beyond its column or off the paper",
        "{page}ページ目の{text}が、ほかの文字に重なるか、欄や用紙からはみ出しています";
    MakeRoom:
        "shorten it, or give it more room in the template; `oshirase preview` shows the page",
        "短くするか、ひな形で場所を広げてください（`oshirase preview`でページを見られます）";
    ItemsMissing { items }:
        "not filled in yet, add these parts to data/incident.yaml: {items}",
        "未記入（data/incident.yamlの`parts`に書いてください）: {items}";
    ItemsOfEach { items }:
        "another text for each client, make their sheets with `--client ID`: {items}",
        "宛先ごとに違います（`--client ID`で宛先ごとのシートを作ってください）: {items}";
    ItemsInPart { items }:
        "with more for some clients, which `--client ID` shows: {items}",
        "宛先によって書き足されます（`--client ID`で確かめてください）: {items}";
    ItemsNotForClient { items }:
        "the part has nothing for this client, see its `when` and the client's `data`: {items}",
        "この宛先について書かれていません（項目の`when`と、宛先の`data`を確かめてください）: {items}";
    KnownOnMissing:
        "without `known_on` in the client's record nobody can say by when to report",
        "宛先の`known_on`がないので、報告の期限が分かりません";
    SheetMade { files }: "made {files}", "{files}を作りました";
    TooLongForACard { lines, millimetres }:
        "it does not fit on one post card: make it shorter by {lines} (about {millimetres} mm)",
        "はがき1枚に収まりません。あと{lines}（約{millimetres}mm）短くしてください";
    ShortenOrWriteLetter:
        "shorten a text, or leave `kind` out to make a letter on A4",
        "文を短くするか、`kind`を消してA4の文書にしてください";
    ShortLastPage { page }:
        "page {page}, the last one, has fewer than three lines",
        "最後の{page}ページ目には、2行以下しかありません";
    ShortenOrLengthen: "shorten a text, or add to the end", "どこかの文を短くするか、終わりに書き足してください";
    HeadingAtFoot { page, heading }:
        "page {page} ends with the heading `{heading}`",
        "{page}ページ目が見出し`{heading}`で終わっています";
    KeepHeading:
        "keep the heading with its text: `#set block(sticky: true)` for headings in the template",
        "見出しが本文と離れないようにしてください（ひな形の見出しに`#set block(sticky: true)`）";
    Corrected { file, number }: "{file}: {number} corrected", "{file}: {number}か所を直しました";

    // Levels and acceptances.
    NoSuchCheck { id }: "there is no check {id}", "{id}という検査はありません";
    CheckStopsNoLetter { id }:
        "`{id}` compares letters with each other, and cannot be an error of one of them",
        "`{id}`は手紙どうしを比べる検査なので、1通を止めるエラーにはできません";
    ChecksAreListed:
        "`docs/checks.md` lists the checks",
        "検査の一覧は`docs/checks.md`にあります";
    DidYouMean { meant }: "did you mean `{meant}`?", "`{meant}`のことですか？";
    NothingAccepted { text }:
        "nothing is found any more where `{text}` was accepted",
        "`{text}`の例外登録は、もう使われていません";
    DeleteAcceptance: "delete this entry", "この項目を消してください";
    DeleteAccepted: "it is the only one: take `accepted` out", "ほかに例外登録がないので、`accepted`ごと消してください";

    // The clients' records, changed by a list from a spreadsheet.
    RecordNotByLine:
        "this record is written so that it cannot be changed from a list",
        "この宛先は、一覧から書き換えられない形で書かれています";
    ChangeByHand: "change it by hand in its file", "ファイルを開いて、手で直してください";
    RowWithoutId: "the row has no id", "番号がありません";
    RowOfTwo:
        "two clients in the project have this name and postal code",
        "同じ宛名と郵便番号の宛先が2件あり、どちらのことか分かりません";
    RowMayBeWrongRecords:
        "it may be a client whose record is wrong, and the list has no ids",
        "誤りのある宛先かもしれません（一覧に番号がないため、見分けられません）";
    GoOnWithExport:
        "go on with the list that `oshirase export` writes, which has the ids",
        "`oshirase export`で書き出した、番号のある一覧を使ってください";
    ListIsLock { name }: "{name} is what Excel keeps of an open file", "{name}は、Excelで開いている間だけできるファイルです";
    GiveListWithoutMark: "give the list itself, without `~$`", "`~$`の付かない、一覧のファイルを指定してください";
    ListIsFolder { name }: "{name} is a folder", "{name}はフォルダです";
    AllAreGone:
        "the list has none of the clients that it had; nobody is deleted",
        "前の一覧にあった宛先が1件もないため、何も消しませんでした";
    IsItTheList:
        "see whether it is the right list; without `--remove-gone` it is taken over as it is",
        "正しい一覧かどうか確かめてください。`--remove-gone`を外せば、そのまま取り込めます";
    NewList:
        "this list is read for the first time: who is missing in it cannot be said",
        "初めて読む一覧です（消えた宛先は分かりません）";
    RowsAreNoColumn { name }: "`{name}` is a table, which a column cannot hold", "`{name}`は明細なので、列からは読めません";
    RowsByHand: "write it in `data/clients.yaml`", "`data/clients.yaml`に書いてください";
    NoSheetsInFile: "the file has no sheets: leave `--sheet` out", "このファイルにシートはありません。`--sheet`を外してください";
    ClientsAsBefore:
        "no client has changed; what is named above is left as it was",
        "宛先は変わっていません（上に示した残りは、そのままです）";
    ListHasNoRows: "the list has no rows", "一覧に行がありません";
    FileNotUtf8 { file }: "{file} is not UTF-8", "{file}がUTF-8ではありません";
    RowOfSameClient { row }:
        "it is about the same client as {row}, and says something else",
        "{row}と同じ宛先ですが、内容が違います";
    RecordUnreadable: "this record has no id that could be read", "この宛先の番号が読めません";
    RecordIsWrong { id }:
        "the record of {id} is wrong, and stays as it is",
        "{id}の宛先の記録に誤りがあるため、そのままにしました";
    MendRecordFirst:
        "mend it first: `oshirase check` shows what is wrong",
        "先に直してください。`oshirase check`で誤りが分かります";
    MendInList: "mend it in the list", "一覧のほうを直してください";
    GiveRowId: "give it an id in the list", "一覧で番号を付けてください";
    LeaveOneRow:
        "leave one row for each client, or give them different ids; a column such as services may be a field with `several` (data/fields.yaml)",
        "宛先ごとに1行にするか、番号を分けてください。業務のように何行もある列は、`several`のある項目（data/fields.yaml）にするとまとまります";
    FieldsNotByLine:
        "the fields in `data/fields.yaml` are not written line by line",
        "`data/fields.yaml`の項目が1行ずつ書かれていません";
    FieldsByLine:
        "begin each field on a line of its own: `担当: {{}}`",
        "項目をそれぞれ別の行に書いてください: `担当: {{}}`";
    NoSuchField { word }: "there is no field {word}", "{word}という項目はありません";
    FieldsAre:
        "write a key of `clients.yaml` (`name`, `person.name`), a name in Japanese for a field of your own, `new` or `none`",
        "`clients.yaml`のキー（`name`、`person.name`など）か、自分の項目の名前（日本語）か、`new`か、`none`を書いてください";
    ValueNotAssigned: "write it as COLUMN=FIELD", "「列=項目」の形で書いてください";
    NoSuchSheet { name }: "there is no sheet {name}", "{name}というシートはありません";
    SheetsAre { names }: "the sheets are {names}", "シートは{names}です";
    NoSheet: "all sheets of the file are hidden", "ファイルのシートがすべて非表示です";
    GiveSheet: "name the one to be read: `--sheet NAME`", "読むシートを`--sheet 名前`で指定してください";
    InSheet { sheet, said }: "sheet {sheet}: {said}", "シート「{sheet}」: {said}";
    SheetsDiffer { sheet }:
        "the sheet {sheet} has other columns than the first one",
        "シート「{sheet}」の列が、最初のシートと違います";
    ImportOneByOne: "import the sheets one after the other", "シートを1つずつ取り込んでください";
    OtherSheets { sheet, names }:
        "reading the sheet {sheet}; others ({names}) with `--sheet`",
        "シート「{sheet}」を読みます。ほかのシート（{names}）は`--sheet`で選べます";
    SheetNameIsOwn { word }:
        "the sheets' names cannot be {word}, a field of the program's",
        "シート名を{word}にはできません";
    NoSuchListColumn { column }: "the list has no column {column}", "一覧に{column}という列がありません";
    ListColumnsAre { columns }: "the columns are {columns}", "列は{columns}です";
    AskColumns:
        "Enter if this is right, q to stop; to change: C=担当, D=name, E=none",
        "よければEnter、やめるならq。直すには C=担当、D=name、E=none のように";
    ColumnName { letters, heading }: "column {letters} {heading}", "{letters}列「{heading}」";
    RowName { row }: "row {row}", "{row}行目";
    RowOfSheet { sheet, row }: "{sheet} row {row}", "{sheet} {row}行目";
    NothingThere: "(nothing)", "（なし）";
    FieldChanges { field, before, after }: "{field}: {before} → {after}", "{field}: {before} → {after}";
    ListOfFile { file, row }: "{file}, head in row {row}", "{file}（見出しは{row}行目）";
    ListOfSheets { file, sheets, row }:
        "{file}, sheet {sheets}, head in row {row}",
        "{file} シート「{sheets}」（見出しは{row}行目）";
    UnsureColumns: "? is not certain", "？は、はっきりしない列です";
    NewField { name }: "{name} (new)", "{name}（新しい項目）";
    NotRead: "(not read)", "（読まない）";
    ColumnsNotRead { columns }:
        "not read: {columns}. `--map HEADING=FIELD` or `--all-columns` makes them fields",
        "読まない列: {columns}。`--map 見出し=項目`か`--all-columns`で項目になります";
    ClientOfRow { id, name, row }: "{id} {name} ({row})", "{id} {name}（{row}）";
    Added { clients }: "new: {clients}", "追加 {clients}";
    Changed { clients }: "changed: {clients}", "変更 {clients}";
    ChangedOnBoth { number }:
        "changed in the list and in the project, to be decided: {number}",
        "一覧でも宛先でも変わっていて、どちらにするか決まっていないもの {number}か所";
    SaidBefore { value }: " (the list had {value})", "（前の一覧は{value}）";
    BothSides { field, project, list, said }:
        "{field}: project {project}, list {list}{said}",
        "{field}: 宛先は{project}、一覧は{list}{said}";
    Gone { clients }:
        "no longer in the list, kept in the project: {clients}",
        "一覧から消えた宛先（そのまま残します） {clients}";
    GoneRemoved { clients }:
        "no longer in the list, to be deleted from the project: {clients}",
        "一覧から消えた宛先（宛先からも消します） {clients}";
    LookAlikes { number }:
        "new, with the name or address of one who is no longer in the list: {number}",
        "追加のうち、一覧から消えた宛先と同じ宛名か住所のもの {number}件（番号や宛名が変わった同じ宛先なら、両方に届きます）";
    Dropped { clients }:
        "in the list, but taken out of the project before: {clients}",
        "一覧にはあるが、前に宛先から消されたもの {clients}";
    NotTaken { number }: "not taken over: {number}", "取り込めなかったもの {number}か所";
    ListUnchanged { same, here }:
        "unchanged: {same}; with changes made in the project, kept: {here}",
        "変わらない宛先 {same}、宛先で直した内容を残すもの {here}";
    AndSoManyMore { number }: "and {number} more", "ほか{number}";
    EmptyRows { number }: "{number} empty rows are passed over", "空の行を飛ばします: {number}行";
    HiddenRows { number }:
        "{number} hidden rows are read too",
        "非表示の行も読みます: {number}行";
    Numbered { clients }:
        "the list has no ids; new ones were given to {clients}",
        "一覧に番号がないので、付けました: {clients}";
    NothingImported: "nothing was written", "何も書き込みませんでした";
    NothingNew: "nothing is new in the list", "一覧に新しいことはありません";
    ImportedButSome:
        "written; what is named above is left as it was",
        "書き込みました（上に示した残りは、そのままです）";
    Imported: "the clients are up to date with the list", "宛先を一覧に合わせました";
    FileIsThere { file }: "{file} is there already", "{file}はもうあります";
    ForceOrOther: "give another name, or `--force` to replace it", "別の名前にするか、置き換えるなら`--force`を付けてください";
    Exported { clients, file }: "{clients} written to {file}", "{clients}を{file}に書き出しました";
    AskConflict:
        "1 project, 2 list, Enter later, q stop",
        "1 宛先のまま、2 一覧に合わせる、Enter あとで、q やめる";
    AskToImport: "Write this?", "書き込みますか？";
    NobodyToAskImport:
        "nothing is written that nobody has looked at",
        "確かめてからでないと書き込めません";
    GiveYesOrDryRun:
        "add `--yes` to write without being asked, or `--dry-run` to see only",
        "聞かずに書き込むなら`--yes`を、見るだけなら`--dry-run`を付けてください";
    NoSuchList { name }: "there is no file {name}", "{name}というファイルはありません";
    GiveListsPath:
        "give the path of the list, from the folder in which you are",
        "一覧のファイルの場所を、今いるフォルダから書いてください";
    SaveListSmaller:
        "save the list alone in a file of its own",
        "一覧だけを別のファイルに保存してください";
    BaseDamaged:
        "what the list said the last time cannot be read",
        "前の一覧の記録が読めません";
    DeleteBase:
        "delete the file: differences are then shown as changes on both sides",
        "このファイルを消してください。違いは、両方で変わったものとして示されます";
    AboutColumns:
        "The columns of the office's list, each with its field. Written by `import`; may be changed.",
        "一覧の列と項目の対応。`import`が書きます。直してもかまいません。";
    // Reading a list from a spreadsheet or CSV.
    SheetFileEmpty { file }: "{file} is empty", "{file}は空です";
    SheetFileIsPdf { file }: "{file} is a PDF, not a list", "{file}はPDFで、一覧ではありません";
    SheetFileIsDocument { file }:
        "{file} is a document, not a list", "{file}は文書で、一覧ではありません";
    SheetFileIsPicture { file }:
        "{file} is a picture, not a list", "{file}は画像で、一覧ではありません";
    SheetFileIsArchive { file }:
        "{file} is a ZIP archive without a workbook",
        "{file}はZIPですが、表計算のファイルではありません";
    SheetFileIsHtml { file }:
        "{file} is a web page, whatever its name ends in",
        "{file}の中身はウェブページ（HTML）です";
    SheetFileIsBytes { file }:
        "{file} is neither a workbook nor text", "{file}は、表計算のファイルでもテキストでもありません";
    GiveSheetFile:
        "give a list as .xlsx, .xls, .ods, .csv or .tsv; a program can often save it as one",
        "一覧を.xlsx、.xls、.ods、.csv、.tsvのどれかで保存して、指定してください";
    SheetFileIsBinary { file }:
        "{file} is an Excel binary workbook (.xlsb), which is not read",
        "{file}はExcelバイナリブック（.xlsb）で、読めません";
    SaveAsXlsx:
        "open it in Excel and save it as Excel Workbook (.xlsx)",
        "Excelで開き、「Excelブック（.xlsx）」で保存し直してください";
    SheetFileLocked { file }:
        "{file} is protected with a password", "{file}にはパスワードがかかっています";
    TakePasswordOff:
        "open it with the password and save a copy without one",
        "パスワードで開き、パスワードなしで別に保存してください";
    SheetFileBroken { file, reason }:
        "{file} is damaged: {reason}", "{file}は壊れています: {reason}";
    OpenAndSaveAgain:
        "open it in Excel or LibreOffice and save it again as .xlsx",
        "ExcelかLibreOfficeで開き、.xlsxで保存し直してください";
    SheetFileTooLarge { file, mebibytes }:
        "{file} is larger than {mebibytes} MiB", "{file}は{mebibytes}MiBより大きなファイルです";
    SheetFileUnpacksTooLarge { file, mebibytes }:
        "{file} has more in it than a list: over {mebibytes} MiB when it is unpacked, or very many files",
        "{file}の中身が多すぎます（展開すると{mebibytes}MiBを超えるか、ファイルの数が多すぎます）";
    SheetFileTooFull { file, cells }:
        "{file} has more in it than a list: over {cells} cells, or very much text or very many formats",
        "{file}の中身が多すぎます（セルが{cells}個を超えるか、文字や書式が多すぎます）";
    CopyListAlone:
        "copy the list alone, with the columns that are needed, into a new workbook",
        "一覧の要る列だけを、新しいブックに写してください";
    SheetCellTooFar { file, sheet, cell }:
        "{file}: there is something in cell {cell} of `{sheet}`, far from any list",
        "{file}: シート`{sheet}`の離れたセル{cell}に値があります";
    DeleteFarCells { rows, columns }:
        "delete the rows and columns beyond the list; {rows} rows and {columns} columns are read",
        "一覧の外の行と列を削除してください（{rows}行、{columns}列まで読めます）";
    SheetEncoding { file, line }:
        "{file}: line {line} is neither UTF-8 nor Shift_JIS",
        "{file}: {line}行目が、UTF-8でもシフトJISでもありません";
    SaveAsCsvUtf8:
        "save it again as CSV UTF-8, or as .xlsx",
        "「CSV UTF-8」か.xlsxで保存し直してください";
    SheetUnclosed { file, line }:
        "{file}: the quotation mark `\"` of line {line} is never closed",
        "{file}: {line}行目の`\"`が閉じられていません";
    SheetLongCell { file, line, column }:
        "{file}: column {column} of the row at line {line} has more characters than a cell can have",
        "{file}: {line}行目から始まる行の{column}列が、セルに入る文字数を超えています";
    CloseQuotation:
        "close the quotation mark, or write it twice where it is part of the text",
        "`\"`を閉じてください。文字としての`\"`は2つ重ねて書きます";
    // Schemas for editors.
    SchemaExpects { what, example }: "here stands: {what} (`{example}`)", "ここに書くもの: {what}（`{example}`）";
    SchemaNeeded: "Needed.", "必須。";
    SchemaNeededWithout { other }: "Needed without `{other}`.", "`{other}`がなければ必須。";
    SchemaNeededWith { pair }: "Needed with `{pair}`.", "`{pair}`なら必須。";
    SchemaDefault { value }: "`{value}` if nothing is said.", "書かなければ`{value}`。";
    SchemaAsOutside: "As outside it, if nothing is said.", "書かなければ外側と同じ。";
    SchemaOwnField: "A field of your own, from `fields.yaml`.", "自分の項目（`fields.yaml`）。";
    SchemaSkeleton { word }: "{word}: all that is needed", "{word}（必須のキー）";
    SchemasWritten { folder }: "wrote the schemas for editors to {folder}", "エディター用のスキーマを{folder}に書きました";
    EditorSettingsWritten { file }: "wrote {file}", "{file}を書きました";
    EditorSettingsKept { file }:
        "{file} is there already and stays as it is; for VS Code, add to it:",
        "{file}はすでにあるので、そのままにしました。VS Codeで使うには、次の内容を書き足してください:";

    // Beginning a project, and what is not filled in yet.
    NotFilledIn { found }:
        "`{found}` has not been filled in",
        "`{found}`が記入されていません";
    FillIn:
        "write here what is so, or delete the sentence if it is not needed",
        "ここに内容を書くか、要らなければその文を消してください";
    AcceptSigns:
        "what is to be printed so goes below `accepted:` in data/office.yaml: - {{check: unfilled, text: …, reason: …}}",
        "このまま載せるときは、data/office.yamlの`accepted:`の下に加えてください: - {{check: unfilled, text: …, reason: …}}";
    NoClientsYet:
        "there are no clients yet: there is no `data/clients.yaml`",
        "宛先がまだありません（`data/clients.yaml`がありません）";
    ImportClients:
        "put the office's list in with `oshirase import FILE` (Excel or CSV)",
        "一覧（ExcelかCSV）を`oshirase import ファイル`で取り込んでください";
    WriteFirstClient:
        "or write them into data/clients.yaml, each as `- {{id: C-0001, name: 株式会社みなと商会, honorific: 御中}}`",
        "または、data/clients.yamlに1件ずつ書いてください（例: `- {{id: C-0001, name: 株式会社みなと商会, honorific: 御中}}`）";
    BeginProject: "or begin one with `oshirase init`", "新しく始めるには、`oshirase init`を使ってください";
    KindReport: "the first report to clients of an office whose vendor was hit", "取引先（顧問先）への第1報";
    KindPersons: "the notice to the persons concerned, as a letter", "ご本人への通知（手紙）";
    KindCard: "the notice to the persons concerned, as a post card", "ご本人への通知（圧着はがき）";
    KindMail: "the first report to clients as an e-mail", "取引先（顧問先）へのメール";
    KindWeb: "the public notice for a web page", "ウェブサイトでの公表";
    KindConsent: "the form to agree to a joint report to the authority", "連名で報告することの同意書";
    KindBlank: "a letter about anything, to be written", "その他の手紙（本文は白紙）";
    AskOffice: "The office's name, as it is to be printed", "差出人の名前（印刷するとおりに）";
    AskSigner: "Who signs (name; Enter for nobody)", "署名する人の氏名（なければEnter）";
    AskTitle: "The title (代表社員; Enter for none)", "役職（代表社員など。なければEnter）";
    AskPhone: "Telephone number for questions (Enter for none)", "お問い合わせの電話番号（なければEnter）";
    AskEmail: "E-mail address for questions (Enter for none)", "お問い合わせのメールアドレス（なければEnter）";
    AskHours: "When questions are answered (平日9時～17時; Enter for none)", "受付時間（平日9時～17時など。なければEnter）";
    AskKind: "Which notice (arrow keys, then Enter)", "お知らせの種類（矢印キーで選んでEnter）";
    PhoneOrEmail:
        "a letter must say where to ask: one of the two is needed",
        "お知らせには問い合わせ先が必要です。電話番号かメールアドレスのどちらかを答えてください";
    NameOption: "`--name`", "`--name`";
    PhoneOrEmailOption: "`--phone` or `--email`", "`--phone`か`--email`";
    KindOption: "`--kind`", "`--kind`";
    ProjectNeeds { options }: "a new project needs {options}", "フォルダを作るには{options}が必要です";
    InsideProject { folder }:
        "`{folder}` is among the facts or letters of another project",
        "`{folder}`は、ほかのお知らせのフォルダの中です";
    BeginElsewhere: "name a folder that is not in it", "その外のフォルダを指定してください";
    FilesInTheWay { files }:
        "nothing was written, because there is already: {files}",
        "次のものがもうあるので、何も書きませんでした: {files}";
    BeginInNewFolder:
        "name another folder, `oshirase init DIR`, or move them away",
        "別のフォルダを`oshirase init フォルダ`で指定するか、これらを移してください";
    ThisFolder: "this folder", "このフォルダ";
    WouldBegin { folder, files }: "would write into {folder}: {files}", "{folder}に書くもの: {files}";
    ProjectBegun { folder, files }: "began a project in {folder} ({files})", "{folder}にお知らせのフォルダを作りました（{files}）";
    StepIntoFolder { folder }: "next: go into the folder: cd {folder}", "次に: フォルダに移ります: cd {folder}";
    StepImport:
        "next: put the list of clients in: oshirase import 顧客一覧.xlsx",
        "次に: 宛先の一覧を取り込みます: oshirase import 顧客一覧.xlsx";
    StepFill { places, files }:
        "next: fill in the {places} places marked 【要記入：…】 in {files}",
        "次に: 【要記入：…】の{places}か所を書き換えます: {files}";
    StepMake:
        "next: oshirase check, oshirase preview, oshirase generate (README.txt tells more)",
        "次に: oshirase check、oshirase preview、oshirase generate（くわしくはREADME.txt）";
    OneFile: "1 file", "1ファイル";
    Files { number }: "{number} files", "{number}ファイル";
    // Lists from a spreadsheet: which column is which, and what a cell says.
    ListSheetEmpty: "the sheet holds nothing", "シートに何もありません";
    ListChooseSheet: "choose the sheet that has the list", "一覧のあるシートを選んでください";
    ListHasNoHead:
        "no row of headings was found",
        "見出しの行が見つかりません";
    ListWriteHead:
        "write headings above the rows, such as 顧客コード, 会社名, 郵便番号, 住所",
        "一覧の上に「顧客コード」「会社名」「郵便番号」「住所」のような見出しを付けてください";
    ListNoName: "the row has no name", "宛名がありません";
    ListWriteName:
        "write the name, or delete the row in the list",
        "一覧に宛名を書くか、その行を消してください";
    ListMendCell:
        "correct the cell in the list, and import it again",
        "一覧のセルを直して、もう一度取り込んでください";
    ListNumberShortened { found }:
        "{found} has lost digits: the spreadsheet shows long numbers so",
        "{found}は、表計算ソフトで桁が落ちています";
    ListWriteAsText:
        "set the cell's format to text, and type it again",
        "セルの書式を「文字列」にして、打ち直してください";
    ListMadeADay { found }:
        "the spreadsheet has made the day {found} of it",
        "表計算ソフトで日付（{found}）に変わっています";
    ListNotAMail { found }: "{found} is not a mail address", "{found}はメールアドレスではありません";
    ListNotADay { found }: "{found} is not a day", "{found}は日付として読めません";
    ListWriteDay:
        "write days as 2023/6/9 or 令和5年6月9日",
        "日付は2023/6/9や令和5年6月9日のように書いてください";
    ListFault { found }: "the cell shows {found}", "セルが{found}になっています";
    ListMendFormula: "correct its formula, or empty the cell", "数式を直すか、セルを空にしてください";
    ListDitto { found }: "{found} speaks of another row", "{found}では、どの行のことか分かりません";
    ListWriteOut: "write it out in each row", "どの行にも、略さずに書いてください";
    ListHonorificTaken { number }:
        "names without the honorific written behind them: {number}",
        "名前から敬称を分けたもの: {number}件";
    ListHonorificReplaced { number }:
        "honorifics written otherwise: {number}",
        "敬称を置き換えたもの: {number}件";
    ListHonorificGuessed { number }:
        "honorifics guessed from the rest of the list: {number}",
        "敬称をほかの行から推したもの: {number}件";
    ListPersonAsName { number }:
        "persons' names where the company's is missing: {number}",
        "会社名がないので個人名を宛名にしたもの: {number}件";
    ListTitleLeftOut { number }:
        "titles without a name, left out: {number}",
        "名前がないので役職を外したもの: {number}件";
    ListIdChanged { number }: "ids written otherwise: {number}", "番号の書き方を変えたもの: {number}件";
    ListZeroPutBack { number }:
        "numbers that had lost the zero in front: {number}",
        "先頭の0を補ったもの: {number}件";
    ListPostalCodeTaken { number }:
        "postal codes taken out of addresses: {number}",
        "住所から郵便番号を分けたもの: {number}件";
    ListFirstMailTaken { number }:
        "cells with several mail addresses, of which the first was taken: {number}",
        "複数のメールアドレスの最初だけを取ったもの: {number}件";
    ListNothingMeant { number }:
        "signs for nothing, taken for empty cells: {number}",
        "「－」「なし」などを空とみなしたもの: {number}件";
    ListSameMeaning { number }:
        "words taken for others with the same meaning: {number}",
        "同じ意味の言葉に置き換えたもの: {number}件";
    ListNumberAsDay { number }:
        "numbers taken for days: {number}",
        "数を日付とみなしたもの: {number}件";
    ListHeadsSkipped { number }: "headings again, left out: {number}", "くり返しの見出しとして外した行: {number}件";
    ListTotalsSkipped { number }: "totals, left out: {number}", "合計として外した行: {number}件";
    ListNotesSkipped { number }: "notes, left out: {number}", "注記として外した行: {number}件";

    // Records that no list takes out.
    RecordNotAlone { id }:
        "{id} stays: its record cannot be taken out without changing another",
        "{id}は残しました（ほかの宛先を変えずには消せない書き方です）";
    // Lists of clients: cells and rows that are refused.
    ListIdLetters { found }: "an id has letters and digits of ASCII only, not {found}", "番号に使えるのは半角の英数字です: {found}";
    ListWriteIdPlain:
        "use letters and digits: an id becomes the name of a file. Or leave the column out: `--map 番号=none` (with the column's heading) numbers the clients",
        "番号はファイル名になるので、英数字にしてください。`--map 番号=none`（番号はその列の見出し）で列を外すと、通し番号を付けます";
    ListLineAlone:
        "a line of an address stands alone in its row",
        "住所の続きだけの行があります";
    ListJoinLine:
        "write it in the row of its client, in the cell of the address, or delete the row",
        "その宛先の行の住所のセルにまとめるか、行を消してください";
    ListLinesJoined { number }:
        "lines of an address in a row of their own, joined to the row above: {number}",
        "住所の続きだけの行を、上の行につなげたもの: {number}件";

    // The desk.
    DeskAtAddress:
        "the desk is on this page; Ctrl-C ends it:",
        "次のページで作業できます（Ctrl-Cで終了）:";
    SeenOtherwise:
        "somebody has changed this meanwhile",
        "ほかの人が、この間に変えました";
    DeskIsOpen { address }:
        "a desk is open on this project already: {address}",
        "このフォルダは、すでに次のページで開いています: {address}";
    CloseOtherDesk:
        "work there, or end it with Ctrl-C where it was started",
        "そのページで作業するか、起動した端末でCtrl-Cを押して終えてください";
    NothingToUndo: "there is nothing to undo", "元に戻すものはありません";
    UndoneElsewhere { file }:
        "{file} was changed by hand in the same lines since, so this cannot be undone",
        "{file}の同じ行が、その後に手作業で変えられたため、元に戻せません";
    UndoTell { number }: "bulletin {number} told of", "第{number}報をお知らせに加えたこと";

    // Recipients and the beginning, on the desk.
    FormValueNotText: "a text is expected here", "ここには文字を入れてください";
    FormValueNotOne: "one value is expected here", "ここに入れられるのは1つだけです";
    LabelId: "number", "番号";
    LabelName: "name", "宛名";
    LabelHonorific: "honorific", "敬称";
    LabelDepartment: "department", "部署";
    LabelTitle: "title", "役職";
    LabelPerson: "person", "担当者";
    LabelKana: "reading", "読み";
    LabelPostalCode: "postal code", "郵便番号";
    LabelAddress: "address", "住所";
    LabelPhone: "telephone", "電話番号";
    LabelFax: "fax", "FAX番号";
    LabelEmail: "e-mail", "メールアドレス";
    LabelDelivery: "way of sending", "送り方";
    LabelRoute: "report to the authority", "委員会への報告";
    LabelReportedOn: "reported on", "報告した日";
    LabelNotify: "telling the persons", "本人への通知";
    LabelKnownOn: "known since", "知った日";
    LabelData: "personal data", "個人データ";
    UndoClient { name }: "the change of {name}", "{name}の変更";
    UndoClientAdd { name }: "the new client {name}", "{name}の追加";
    UndoClientRemove { name }: "the removal of {name}", "{name}の削除";
    UndoImport { file }: "the import of {file}", "{file}の取り込み";
    UndoBegin: "the beginning of the project", "フォルダの作成";
    UndoOffice: "the change of the office", "事務所の変更";
    OfficeNotByLine:
        "the office's file is written so that it cannot be changed here",
        "差出人のファイルは、ここから書き換えられない形で書かれています";
    ListNotReceived: "the list has not come through whole, or is too large", "一覧が届かなかったか、大きすぎます";
    ChoiceNew: "a new field of your own", "新しい項目にする";
    ChoiceNone: "not read", "読まない";
    TitleNeedsName: "a title needs a name", "肩書きには氏名が必要です";
    KindNeeded: "choose at least one kind", "1つ以上選んでください";
    // Bulletins, notices and issues on the page.
    UndoBulletin { number }: "bulletin {number} added", "第{number}報を加えたこと";
    UndoBulletinGone { number }: "bulletin {number} taken out", "第{number}報を取り消したこと";
    UndoNotice { notice }: "notice `{notice}` written", "お知らせ`{notice}`を作ったこと";
    MomentNeeded:
        "when it came: a date with a time, such as 2023-06-09T10:15",
        "届いた日時を「2023-06-09T10:15」の形で入れてください";
    DayNeeded: "a date such as 2023-06-09", "日付を「2023-06-09」の形で入れてください";
    OtherMomentOrEarlier:
        "give another moment, or say that it belongs before bulletins that came later",
        "日時を直すか、後から届いた報告より前に入れることを選んでください";
    BulletinHasComments:
        "the bulletin has comments in its file, which would go with it",
        "この報告には、ファイルにコメントが付いています";
    OnlyLastBulletinGoes:
        "only the last bulletin can be taken out",
        "取り消せるのは、最後の報告だけです";
    BulletinWasSent { number, notice }:
        "bulletin {number} stays: notice `{notice}`, which was issued, tells of it",
        "第{number}報は、発送したお知らせ`{notice}`に載っているため、取り消せません";
    CannotCopyNotice { id }:
        "notice `{id}` is written so that its recipients cannot be changed in a copy",
        "お知らせ`{id}`は、写しの宛先を変えられない書き方です";
    SayWhoIssues: "say who sends the letters", "誰が発送するかを入れてください";
    // Changes of a letter's text.
    PlaceIsGone:
        "nothing stands here any more",
        "その箇所は、もうありません";
    PlaceNotAlone:
        "this is written so that it cannot be changed without changing more",
        "ここは、ほかを変えずには書き換えられない形で書かれています";
    TextIsOfPart { name }:
        "this text is that of the part `{name}`",
        "ここの文は、「{name}」のものです";
    ChangePart: "change it there", "そちらを直してください";
    TextHasNoWords: "the text is empty", "文が空です";
    RemoveBlockInstead: "to do without it, remove the block", "要らなければ、その段落を消してください";
    OneLineBetweenBrackets:
        "a text between brackets has one line",
        "括弧（`[ ]`や`{{ }}`）の中に書けるのは1行だけです";
    WriteByLine:
        "write it on one line, or put what is between the brackets on lines of its own in the file",
        "1行で書くか、ファイルを開いて、括弧の中を1行ずつに書き直してください";
    OnlyBlock: "this is the only block here", "ここにある段落は、これだけです";
    RemoveWhole: "remove what it is in", "これを含む全体を消してください";
    NoBlockBeyond: "there is no block to change places with", "入れ替わる段落がありません";
    NoConditionHere: "a condition cannot stand here", "ここには条件を付けられません";
    ConditionHasTests:
        "a condition is a mapping of tests",
        "条件は、項目と値の組で書いてください";

    // Where a text stands in a letter.
    PlaceNumbered { place, number, piece }: "{piece} {number} of {place}", "{place}の{number}番目の{piece}";
    PlaceAlone { place, piece }: "{piece} of {place}", "{place}の{piece}";
    PlaceCalled { name }: "“{name}”", "「{name}」";
    PlaceBody: "the text", "本文";
    PlaceAppendix: "the appendix", "別紙";
    PlaceNotice: "the notice", "お知らせ";
    PlaceOffice: "the office", "事務所";
    PlaceIncident: "the incident", "事案";
    PieceText: "paragraph", "段落";
    PieceLines: "lines", "行";
    PieceHeading: "heading", "見出し";
    PieceGroup: "group", "まとまり";
    PieceList: "list", "箇条書き";
    PieceItem: "item", "項目";
    PiecePairs: "pairs", "項目と内容";
    PieceTable: "table", "表";
    PieceCell: "cell", "表の欄";
    PieceQuestions: "questions", "質問と回答";
    PieceQuestion: "question", "質問";
    PieceNotes: "notes", "注";
    PieceNote: "note", "注";
    PieceBox: "box", "枠";
    PieceBulletins: "bulletins", "報告";
    PieceBulletin: "bulletin", "報告";
    PiecePart: "part", "共通の文";
    PieceBlanks: "blanks", "記入欄";
    PieceBlank: "blank", "記入欄";
    PieceImage: "picture", "画像";
    PieceCaption: "caption", "画像の説明";
    PieceTitle: "title", "件名";
    PieceAddressee: "addressee", "宛名";
    PieceClosing: "closing", "結び";
    PieceReference: "reference", "文書番号";
    PieceValue { name }: "{name}", "{name}";

    // The letter's text on the desk.
    FileNotForDesk { file }:
        "the desk does not change texts in {file}",
        "{file}の文は、この画面では直せません";
    NoTextThere: "no text stands there", "そこに文はありません";
    NoticeIsSent { notice }:
        "notice `{notice}` was issued, and stays as it was sent",
        "お知らせ`{notice}`は発送済みで、発送したときのまま残します";
    WriteNextOnDesk: "write the next notice", "次のお知らせを作ってください";
    UndoPassage { words }: "the change of “{words}”", "「{words}」の変更";
    UndoCondition { words }: "the change of whom “{words}” is for", "「{words}」の宛先の変更";
    UndoBlockAdd { words }: "the new block “{words}”", "「{words}」の追加";
    UndoBlockMove { words }: "the move of “{words}”", "「{words}」の移動";
    UndoBlockRemove { words }: "the removal of “{words}”", "「{words}」の削除";
    // What was sent, on the page.
    SentSince:
        "a notice was issued since: what it tells of cannot be taken back",
        "その後に発送したお知らせがあるため、元に戻せません";
    NothingToOpen: "there is nothing to be opened yet", "開くものは、まだありません";

    // What a change must not lose.
    CommentWouldGo { comment }:
        "the change would lose the comment “{comment}”",
        "この変更では、コメント「{comment}」が失われます";

    // What the page has asked for.
    NotAsked { key }:
        "`{key}` is missing, or is nothing that it can be",
        "`{key}`がないか、使えない値です";
    BulletinIsSent { number, notice }:
        "bulletin {number} stays as it is: notice `{notice}`, which was issued, tells of it",
        "第{number}報は、発送したお知らせ`{notice}`に載っているため、書き換えられません";

    // Lists of clients that are read as streams.
    ListOfNoForm { name }:
        "what {name} is cannot be told by the ending of its name",
        "{name}の形式は、名前の終わりからは分かりません";
    ListFormsAre:
        "name a file that ends in `.yaml`, `.yml`, `.csv`, `.jsonl` or `.ndjson`",
        "`.yaml`、`.yml`、`.csv`、`.jsonl`、`.ndjson`のいずれかで終わるファイルを指定してください";
    RecordTooLong { mebibytes }:
        "a record begins here that has more than {mebibytes} MiB",
        "ここから始まる1件が、{mebibytes} MiBを超えています";
    PartRecords:
        "begin each record on a line of its own",
        "1件ずつ、新しい行から書き始めてください";
    LineOfNoRecord: "this line is no record", "この行は、1件の宛先になっていません";
    NotJson { reason }: "this is not JSON: {reason}", "JSONとして読めません: {reason}";
    RecordOnEachLine:
        "write a record on each line: `{{\"id\": …, \"name\": …}}`",
        "1行に1件ずつ、`{{\"id\": …, \"name\": …}}`の形で書いてください";
    ColumnWithoutKey { number }: "column {number} has no key", "{number}列目にキーがありません";
    WriteKeyOverColumn:
        "write over it which key of a record its cells are",
        "その列が宛先のどのキーかを、1行目に書いてください";
    ColumnTwice { column }: "there are two columns {column}", "列{column}が2つあります";
    DeleteOneColumn: "delete one of them", "どちらかを消してください";
    ColumnUnknown { column }: "there is no key {column}", "{column}というキーはありません";
    ColumnKeysAre { keys }: "the keys are {keys}", "キーは{keys}です";
    RowTooLong { found, most }:
        "this row has {found} cells, and there are {most} columns",
        "この行には{found}個の欄がありますが、列は{most}列です";
    QuoteCellWithComma:
        "put a cell that has a comma in it in quotation marks: `\"…, …\"`",
        "コンマのある欄は、`\"…, …\"`のように引用符で囲んでください";
    QuoteWithoutEnd:
        "this row has a quotation mark that is never closed",
        "この行に、閉じられていない引用符（\"）があります";
    CloseQuote:
        "close it; one that stands in a cell is written twice: `\"\"`",
        "閉じてください。欄の中の引用符は`\"\"`と2つ書きます";
    TextBehindQuote:
        "there is something behind a quotation mark that closes a cell; what stands from here on may be another client's",
        "欄を閉じる引用符の後に文字があります。ここから先は、別の宛先の内容かもしれません";
    RowsInCell:
        "this cell has lines that look like rows: the quotation mark at its end may be missing",
        "この欄の中に、別の行のような部分があります。終わりの引用符が抜けているかもしれません";
    WriteEmptyCells:
        "write an empty cell for what is not there, and look whether the line was broken off",
        "ない項目は空の欄にしてください。行が途中で切れていないかも、確かめてください";
    CellHasControl { code }:
        "this cell has the control character U+{code}",
        "この欄に制御文字 U+{code} があります";
    DeleteControl: "delete it", "消してください";
    CellsByComma: "cells are parted by commas", "欄はコンマで区切ります";
    LookAtList: "look whether it is the list that is meant", "この一覧で正しいか、確かめてください";
    ListNotRead { name }: "{name} is not read", "{name}は読まれません";
    NameListToRead { name }:
        "if its rows are the clients, say so with `--clients-from {name}`; if not, move it out of data/",
        "これが宛先なら`--clients-from {name}`で指定し、そうでなければdata/の外へ移してください";
    ManyNotMoved { letters }:
        "{letters} would be moved away, more than there are clients: none was",
        "移すお知らせ（{letters}）が宛先より多いため、移しませんでした";
    OtherListMeant:
        "if the clients are in another list, name it with `--clients-from`",
        "宛先が別の一覧にあるなら、`--clients-from`で指定してください";
    InColumn { column, said }: "column `{column}`: {said}", "列`{column}`: {said}";

    // Shards.
    ValueNoShard { most }:
        "expected the number of a shard and of how many, such as 3/8; at most {most}",
        "3/8のように、何番目の分担かと分担の数（{most}まで）を書いてください";
    NoShards: "there are no shards to merge", "まとめる分担はありません";
    NothingMerged: "nothing was merged", "何もまとめていません";
    MergedNotice { notice, made, unchanged, failed }:
        "{notice}: made {made}, unchanged {unchanged}, failed {failed}",
        "{notice}: 作成{made}、変更なし{unchanged}、失敗{failed}";
    MergedShards { number, ledger, seconds }:
        "shards merged into {ledger}: {number} ({seconds} s)",
        "{number}個の分担を{ledger}にまとめました（{seconds}秒）";
    PutAside { files, folder }:
        "{files} that no ledger knows: moved to {folder}/",
        "記録にない{files}を{folder}/に移しました";
    NoShardsFolder { path }: "`{path}` is no shard's", "`{path}`は分担のフォルダーではありません";
    ShardAtWork { shard }: "shard {shard} is still at work", "分担{shard}はまだ作成中です";
    WaitForShard: "wait for its end", "終わるのを待ってください";
    ShardDamaged { path }: "`{path}` is damaged", "`{path}`が壊れています";
    ShardWithoutLedger { path }:
        "`{path}/` has letters and no ledger",
        "`{path}/`にお知らせがあるのに、記録がありません";
    RunShardAgain { shard }:
        "run `oshirase generate --shard {shard}` again",
        "`oshirase generate --shard {shard}`をもう一度動かしてください";
    ShardIsOther { path, shard }: "what is in `{path}/` is shard {shard}", "`{path}/`の中身は分担{shard}です";
    CallFolder { name }: "call the folder `{name}`", "フォルダーの名前を`{name}`にしてください";
    LedgerOfNoShard { path }:
        "the ledger in `{path}/` is no shard's",
        "`{path}/`の記録は、分担のものではありません";
    ShardLettersGone { shard, letters }:
        "{letters} of shard {shard}: gone, or not as made",
        "分担{shard}の{letters}が、なくなったか、作ったときと違っています";
    ShardsOfOtherCounts { counts }:
        "letters were divided in more than one way: into {counts} shards",
        "分担の数が混ざっています（{counts}）";
    RemoveOtherShards:
        "remove the folders that are no longer wanted, or merge all with `--partial`: of a letter that is in two, the later one stays",
        "要らない分担のフォルダーを消すか、`--partial`ですべてまとめてください。同じ宛先のお知らせは、後に作ったものが残ります";
    ShardsMissing { shards }: "missing: shard {shards}", "分担{shards}がありません";
    ShardsUnfinished { shards, notice }:
        "notice `{notice}` is not finished in shard {shards}",
        "お知らせ`{notice}`を作り終えていない分担があります: {shards}";
    MakeShards:
        "make it with `oshirase generate --shard`, or merge what there is with `oshirase ledger merge --partial`",
        "`oshirase generate --shard`で作るか、`oshirase ledger merge --partial`であるものだけをまとめてください";
    ShardsOfOtherFacts { shards, notice }:
        "notice `{notice}` was made from other facts in shard {shards} than in the others",
        "お知らせ`{notice}`をほかの分担と違う内容から作った分担があります: {shards}";
    RunShardsAgain:
        "run these shards again with `oshirase generate --shard`: what has not changed is not made again",
        "それらの分担を`oshirase generate --shard`でもう一度動かしてください。変わっていないお知らせは作り直しません";
    IssuedBeforeMerge { letters, notice }:
        "notice `{notice}` was issued, and {letters} of it in the shards were not among what was sent",
        "お知らせ`{notice}`は発送済みです。分担にある{letters}は、その発送に入っていません";
    RemoveShards:
        "write the next notice with `oshirase notice new`, and remove the folders of the shards",
        "`oshirase notice new`で次のお知らせを書き、分担のフォルダーを消してください";
    ShardsNotMerged { letters, shards }:
        "{letters} in {shards} not merged yet: `oshirase ledger merge`",
        "まとめていない分担が{shards}あります（{letters}）。`oshirase ledger merge`でまとめます";
    OneShard: "1 shard", "1個";
    Shards { number }: "{number} shards", "{number}個";
    ShardsWait { shards }:
        "shards that are not merged: {shards}; their letters are made here once more. To have them instead, stop, and run `oshirase ledger merge`",
        "まとめていない分担（{shards}）があります。そのお知らせも、ここで作り直します。分担のものを使うときは、止めて`oshirase ledger merge`を動かしてください";
    RunShardAnew { shard }:
        "run `oshirase generate --shard {shard} --force`: it makes all letters of the shard anew",
        "`oshirase generate --shard {shard} --force`で、その分担をすべて作り直してください";
    LaterStay { letters, notice }:
        "{letters} of notice `{notice}` here are later than those of the shards, and stay",
        "お知らせ`{notice}`の{letters}は、分担のものより後に作ったので、そのまま残しました";
    MergedWithFailed { letters, notice }:
        "{letters} of notice `{notice}` could not be made by the shards; an earlier letter to the same client stays, do not send it",
        "分担で作れなかったお知らせ`{notice}`が{letters}あります。同じ宛先の前のお知らせが残っていても、送らないでください";
    CheckAndGenerate:
        "correct what `oshirase check` says, and run `oshirase generate`",
        "`oshirase check`の指摘を直し、`oshirase generate`を動かしてください";
    FoundIsGone { letters, shards, notice }:
        "{letters} of notice `{notice}` that shards {shards} have found to be right here: gone, or other by now",
        "お知らせ`{notice}`の{letters}は、分担（{shards}）を動かしたときはここにありましたが、なくなったか、変わっています";
    ShardsAtWork { shards }: "not finished: shard {shards}", "作り終えていない分担: {shards}";
    ShardsVerified { shards }:
        "with the letters of shards that are not merged yet: {shards}",
        "まとめていない分担のお知らせも照合しました: {shards}";
    LettersInShards { letters }:
        "{letters} of this notice in shards that are not merged",
        "このお知らせの{letters}が、まとめていない分担にあります";
    MergeShards:
        "bring them together with `oshirase ledger merge`",
        "`oshirase ledger merge`でまとめてください";
    // Object stores.
    StoreIsNoPlace { url }:
        "`{url}` is no place in an object store; write s3://BUCKET/PREFIX, gs://…, az://CONTAINER/PREFIX, or file:///FOLDER",
        "`{url}`は、オブジェクトストレージの場所ではありません。s3://バケット/接頭辞、gs://…、az://コンテナ/接頭辞、file:///フォルダーのように書いてください";
    StoreWithoutCredentials { url, variables }:
        "there are no credentials for {url}; set {variables}, or run where the cloud gives them to the machine",
        "{url}の認証情報がありません。{variables}を設定するか、クラウドが認証情報を与えるマシンで実行してください";
    StoreRefuses { url, variables }:
        "{url} is refused; look whether {variables} are right, and whether they may read, write, list and delete there",
        "{url}へのアクセスが断られました。{variables}が正しいか、読み書き・一覧・削除の権限があるか確かめてください";
    StoreHasNoBucket { url }:
        "there is no bucket or container of {url}; correct the name, or create it",
        "{url}のバケット（コンテナ）がありません。名前を直すか、作ってください";
    StoreWithoutTls { url }:
        "the address for {url} cannot be used; one with http:// needs AWS_ALLOW_HTTP=true",
        "{url}の接続先を使えません。http://の接続先には、AWS_ALLOW_HTTP=trueが要ります";
    StoreDoesNotAnswer { url, seconds }:
        "{url} was tried for {seconds} seconds in vain; what was put and recorded stays, and the same command goes on from there",
        "{url}を{seconds}秒間試みましたが、できませんでした。保存して記録した分は残り、同じコマンドで続きから再開できます";
    StoreHasNoObject { url }: "there is nothing at {url}", "{url}には何もありません";
    StoreObjectChanged { url }:
        "{url} was changed by somebody else at the same time; look who else is at work there, and give the command again",
        "{url}が、ほかの処理で同時に書き換えられました。ほかに動いている処理を確かめてから、もう一度実行してください";
    StoreCannotCopy { url }:
        "cannot copy between {url} and a file of this machine",
        "{url}とこのマシンのファイルとの間でコピーできません";
    StoreCannotStart { url }:
        "cannot start the thread that speaks with {url}",
        "{url}と通信するスレッドを開始できません";
    StoreFailed { url }:
        "{url}: the object store did not do what was asked",
        "{url}: オブジェクトストレージの処理に失敗しました";
    StoreLedgerIsOther { url, ledger, folder }:
        "{url} is not the ledger that {ledger} comes from: it counts, and what was here is now in {folder}/",
        "{url}は{ledger}の元の記録と違うため、そちらを使います。ここにあった記録は{folder}/に移しました";
    StoreSaysIssued { url, date, by }:
        "{url} says that this notice was issued on {date} by {by}, and the ledger does not",
        "{url}によると、このお知らせは{date}に{by}が発送していますが、記録にありません";
    FinishIssue:
        "whoever has issued it: give the same `oshirase issue` again, with the same `--by` and `--how`; it goes on where it was cut off",
        "発送した人が、同じ`--by`と`--how`でもう一度`oshirase issue`を実行してください。途中から再開します";
    StoreLedgerDamaged { url }:
        "the ledger {url} is damaged, and nothing was changed on this machine; put an earlier version of the object in its place, or remove it, and give the command on the machine that has written it last: that one's ledger is put there again",
        "記録{url}が壊れています。このマシンのものは変えていません。そのオブジェクトの前の版に戻すか、消してから、最後に書いたマシンで同じコマンドを実行してください。そのマシンの記録が、もう一度保存されます";
    StorePartDamaged { url }:
        "{url}, a part of the ledger, is damaged; remove it: the letters that it alone has are made again",
        "記録の一部の{url}が壊れています。消してください。そこにだけあったお知らせは、作り直されます";
    StoreLedgerIsGone { url }:
        "{url} is no longer there; the next `generate`, `issue` or `ledger merge` puts the one of this machine there",
        "{url}がなくなっています。次の`generate`・`issue`・`ledger merge`で、このマシンの記録を保存します";
    OthersAreInStores { places }:
        "letters of this project are also at {places}; this command is about those in a folder, because `--out` does not name that place",
        "このプロジェクトのお知らせは{places}にもあります。`--out`でその場所を指定していないため、このコマンドはフォルダのお知らせを扱います";
    StoreMarkIsGone { url }:
        "{url}, the mark that a notice was issued, is gone or another",
        "発送したことを示す{url}が、なくなったか、違うものになっています";
    PutMarkAgain:
        "if it is another, remove it; `oshirase generate` puts it there again",
        "違うものなら消してください。`oshirase generate`で、もう一度保存されます";
    StoreHasNoSources { url }:
        "`--keep-source` is for letters in a folder; to {url} go letters alone",
        "`--keep-source`はフォルダーに作るときだけ使えます。{url}にはお知らせだけを保存します";
}

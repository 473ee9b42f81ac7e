use std::time::Instant;
use std::path::Path;
use oshirase::*;
fn main(){
    let t=Instant::now();
    let p=project::Project::open(Path::new("/tmp/pm1000")).unwrap();
    let s=p.load().unwrap(); println!("load {:?}",t.elapsed()); let t=Instant::now();
    let c=check::check(&s); println!("check {:?}",t.elapsed()); let t=Instant::now();
    let f=c.shared.unwrap();
    let fonts=typeset::Fonts::load(vec![]).ok().unwrap(); println!("fonts {:?}",t.elapsed()); let t=Instant::now();
    let e=template::Engine::new(&s.templates,&f.office,f.incident.clone(),f.notices[0].clone()).ok().unwrap(); println!("engine {:?}",t.elapsed()); let t=Instant::now();
    let files=std::sync::Arc::new(typeset::Files::new(fonts,"templates/report.typ",s.templates.iter().map(|t|(t.source.name.as_str(),t.source.text.as_str())),vec![]).unwrap());println!("files {:?}",t.elapsed());
    let mut ts=typeset::Typesetter::new(files);
    if std::env::var("MEMO").is_ok() {memo(&e,&mut ts,&c.clients[0]); for i in 0..6 {let src=e.render(&c.clients[i*15]).ok().unwrap(); std::fs::write(format!("/tmp/l{i}.typ"),&src).unwrap(); let t=Instant::now(); let d=ts.compile(&src).ok().unwrap(); println!("{i} {:?}",t.elapsed()); if std::env::var("EXP").is_ok() {d.export("x",&ts).ok().unwrap();} typeset::forget_unused();} return;} let (mut r,mut co,mut ex,mut ev,mut gl)=(0.0,0.0,0.0,0.0,0.0);
    let step:usize=std::env::var("STEP").map(|s|s.parse().unwrap()).unwrap_or(1); for (i,cl) in c.clients.iter().step_by(step).take(300).enumerate(){
        if i==1 {println!("first: {r} {co} {ex}");} if i==10 {r=0.0;co=0.0;ex=0.0;ev=0.0;gl=0.0;}
        let t=Instant::now(); let src=e.render(cl).ok().unwrap(); r+=t.elapsed().as_secs_f64();
        let t=Instant::now(); let d=ts.compile(&src).ok().unwrap(); co+=t.elapsed().as_secs_f64(); if std::env::var("V").is_ok() {println!("{} {:?}",cl.id,t.elapsed());}
        let t=Instant::now(); let m=d.missing_glyphs(); gl+=t.elapsed().as_secs_f64(); assert!(m.is_empty());
        let t=Instant::now(); let b=d.export("x",&ts).ok().unwrap(); ex+=t.elapsed().as_secs_f64(); std::hint::black_box(b);
        let t=Instant::now(); typeset::forget_unused(); ev+=t.elapsed().as_secs_f64();
    }
    println!("ms/letter: render {:.3} compile {:.3} glyphs {:.3} export {:.3} evict {:.3}",r*1000.0/290.0,co*1000.0/290.0,gl*1000.0/290.0,ex*1000.0/290.0,ev*1000.0/290.0);
}
#[allow(dead_code)]
pub fn memo(e:&template::Engine, ts:&mut typeset::Typesetter, cl:&model::Client){
    let src=e.render(cl).ok().unwrap();
    let mut t1=|s:&str,n:&str|{ let t=Instant::now(); ts.compile(s).ok().unwrap(); println!("{n} {:?}",t.elapsed()); typeset::forget_unused();};
    t1(&src,"first"); t1(&src,"same");
    let s2=src.replace(cl.name.as_str(),"別名株式会社"); t1(&s2,"name"); t1(&src,"back");
    let s3=src.replace(cl.id.as_str(),"S-999999"); t1(&s3,"id"); t1(&src,"back");
    let s5=s3.replace(cl.name.as_str(),"別名株式会社"); t1(&s5,"both"); t1(&src,"back");
    let s5=src.replace(cl.name.as_str(),"別名株式会"); t1(&s5,"shorter name"); t1(&src,"back");
    let cut=|from:&str,to:&str|{let a=src.find(from).unwrap(); let b=src[a..].find(to).map(|x|a+x).unwrap_or(src.len()); format!("{}{}",&src[..a],&src[b..])};
    t1(&cut("#section(6","#closing"),"no section 6"); t1(&src,"back");
    t1(&cut("#section(1","#section(2"),"no section 1"); t1(&src,"back");
    t1(&cut("#section(4","#section(5"),"no section 4"); t1(&src,"back");
    t1(&src.replace("この度、","このたび、弊社が"),"opening text"); t1(&src,"back");
    t1(&src.replace("時点で把握","時点で当社が把握"),"opening text 2"); t1(&src,"back");
    t1(&src.replace("時点で把握","時点で\";\n\n#\"当社が把握"),"opening one more par"); t1(&src,"back");
    let s4=format!("{src}\n"); t1(&s4,"newline");
}
